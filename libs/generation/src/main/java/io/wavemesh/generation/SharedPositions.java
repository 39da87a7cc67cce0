package io.wavemesh.generation;

import java.lang.ref.WeakReference;
import java.nio.LongBuffer;
import java.util.Map;
import java.util.Optional;
import java.util.WeakHashMap;

/**
 * Position lists outside the heap, equal ones once: adapters of one seed, count and family share theirs. A list goes when no
 * adapter has it any more. Safe for several threads.
 */
final class SharedPositions {
    private final Optional<PinnedMemory> pinned;
    private final Map<LongBuffer, WeakReference<LongBuffer>> known = new WeakHashMap<>();

    /** Lists in pinned memory, as far as there is any. */
    SharedPositions(Optional<PinnedMemory> pinned) {
        this.pinned = pinned;
    }

    /** A direct buffer with these numbers, not to be changed. */
    LongBuffer of(long[] places) {
        LongBuffer positions = pinned.flatMap(memory -> memory.zeros(Math.multiplyExact(places.length, Long.BYTES)))
                .map(bytes -> bytes.asLongBuffer().put(0, places))
                .orElseGet(() -> copy(places));
        synchronized (this) {
            WeakReference<LongBuffer> reference = known.get(positions);
            LongBuffer shared = reference == null ? null : reference.get();
            if (shared == null) {
                known.put(positions, new WeakReference<>(positions));
                return positions;
            }
            return shared;
        }
    }

    /** As {@link #of}, shared with nobody. */
    static LongBuffer copy(long[] places) {
        return NativeBuffers.longs(places.length).put(0, places);
    }
}
