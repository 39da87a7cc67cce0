package io.wavemesh.waveft;

import java.util.Optional;

/**
 * Maps shared by layers of equal shape, count, seed and family, the least recently used ones forgotten. Safe for several
 * threads.
 */
public final class DeltaMapCache {
    private record Key(int out, int in, int count, long seed, Optional<String> family) {}

    private final PositionsCache positions;
    private final BoundedCache<Key, DeltaMap> maps;

    /** With bounds on the memory that it keeps, in bytes: maps get {@code maxBytes}, positions a quarter more. */
    public DeltaMapCache(long maxBytes) {
        this(new PositionsCache(maxBytes / 4), maxBytes);
    }

    /** Over positions that are shared with others. */
    public DeltaMapCache(PositionsCache positions, long maxBytes) {
        this.positions = positions;
        this.maps = new BoundedCache<>(maxBytes, DeltaMap::byteCount);
    }

    /** As {@link DeltaMap#wavelet}, computed once while it is kept. */
    public DeltaMap wavelet(int out, int in, int count, long seed, WaveletFamily family) {
        return maps.get(
                new Key(out, in, count, seed, Optional.of(family.name())),
                () -> DeltaMap.wavelet(out, in, positions.of(out, in, count, seed), family));
    }

    /** As {@link DeltaMap#direct}, computed once while it is kept. */
    public DeltaMap direct(int out, int in, int count, long seed) {
        return maps.get(
                new Key(out, in, count, seed, Optional.empty()),
                () -> DeltaMap.direct(out, in, positions.of(out, in, count, seed)));
    }

    /** Memory held by maps, in bytes. */
    public long bytes() {
        return maps.bytes();
    }
}
