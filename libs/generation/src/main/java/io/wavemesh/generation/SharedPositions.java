package io.wavemesh.generation;

import java.lang.ref.WeakReference;
import java.nio.IntBuffer;
import java.util.Map;
import java.util.WeakHashMap;

/**
 * Position lists outside the heap, equal ones once: layers of one shape, and adapters of one seed, count and family, share
 * theirs. A list goes when no adapter has it any more. Safe for several threads.
 */
final class SharedPositions {
    private final Map<IntBuffer, WeakReference<IntBuffer>> known = new WeakHashMap<>();

    /** A direct buffer with these numbers, not to be changed. */
    synchronized IntBuffer of(int[] positions) {
        WeakReference<IntBuffer> reference = known.get(IntBuffer.wrap(positions));
        IntBuffer shared = reference == null ? null : reference.get();
        if (shared == null) {
            shared = NativeBuffers.copy(positions);
            known.put(shared, new WeakReference<>(shared));
        }
        return shared;
    }
}
