package io.wavemesh.generation;

import java.lang.ref.WeakReference;
import java.nio.LongBuffer;
import java.util.Map;
import java.util.WeakHashMap;

/**
 * Position lists outside the heap, equal ones once: adapters of one seed, count and family share theirs. A list goes when no
 * adapter has it any more. Safe for several threads.
 */
final class SharedPositions {
    private final Map<LongBuffer, WeakReference<LongBuffer>> known = new WeakHashMap<>();

    /** A direct buffer of pairs (row, column), not to be changed, for places of row · 2^32 + column. */
    LongBuffer of(long[] places) {
        LongBuffer pairs = pairs(places);
        synchronized (this) {
            WeakReference<LongBuffer> reference = known.get(pairs);
            LongBuffer shared = reference == null ? null : reference.get();
            if (shared == null) {
                known.put(pairs, new WeakReference<>(pairs));
                return pairs;
            }
            return shared;
        }
    }

    /** As {@link #of}, shared with nobody. */
    static LongBuffer pairs(long[] places) {
        LongBuffer pairs = NativeBuffers.longs(Math.multiplyExact(2, places.length));
        for (int i = 0; i < places.length; i++) {
            pairs.put(2 * i, places[i] >>> Integer.SIZE).put(2 * i + 1, (int) places[i]);
        }
        return pairs;
    }
}
