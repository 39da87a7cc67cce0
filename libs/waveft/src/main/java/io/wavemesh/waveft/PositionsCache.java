package io.wavemesh.waveft;

/** Positions by layer shape, count and seed, the least recently used ones forgotten. Safe for several threads. */
public final class PositionsCache {
    private record Key(int out, int in, int count, long seed) {}

    private final BoundedCache<Key, Positions> cache;

    /** With a bound on the memory that it keeps, in bytes. */
    public PositionsCache(long maxBytes) {
        cache = new BoundedCache<>(maxBytes, positions -> 4L * positions.count());
    }

    /** As {@link Positions#of}, computed once while it is kept. */
    public Positions of(int out, int in, int count, long seed) {
        return cache.get(new Key(out, in, count, seed), () -> Positions.of(out, in, count, seed));
    }
}
