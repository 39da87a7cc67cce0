package io.wavemesh.generation;

import com.sun.jna.Library;
import com.sun.jna.Native;
import com.sun.jna.Pointer;
import com.sun.jna.ptr.PointerByReference;
import java.lang.ref.Cleaner;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Memory of the host that a GPU copies from by itself (page-locked). From other memory the driver copies to such memory first,
 * which takes several times as long as the upload. Bounded, since the system cannot swap it. Safe for several threads.
 */
final class PinnedMemory {
    private static final String[] CUDA_RUNTIMES = {"libcudart.so.13", "libcudart.so.12"};
    private static final long MOST_BYTES = 4L << 30;
    private static final Cleaner CLEANER = Cleaner.create();

    /** Where it comes from. */
    interface Source {
        /** The memory's first byte, or null. */
        Pointer allocate(long bytes);

        void free(Pointer memory);
    }

    private final Source source;
    private final long mostBytes;
    private final AtomicLong held = new AtomicLong();

    /** Takes at most so many bytes of the source at once. */
    PinnedMemory(Source source, long mostBytes) {
        this.source = source;
        this.mostBytes = mostBytes;
    }

    /** CUDA's, for this device; nothing where its runtime library is not found. */
    static Optional<PinnedMemory> ofCuda(int device) {
        for (String name : CUDA_RUNTIMES) {
            try {
                return Optional.of(
                        new PinnedMemory(new Cuda(Native.load(name, CudaRuntime.class), device), MOST_BYTES));
            } catch (UnsatisfiedLinkError e) {
                // ONNX Runtime is built for one of these versions, and only that one needs to be there
            }
        }
        return Optional.empty();
    }

    /** All zeros, in the machine's byte order, freed with the last view of it; nothing if there is no more. */
    Optional<ByteBuffer> zeros(int bytes) {
        if (bytes == 0 || held.addAndGet(bytes) > mostBytes) {
            held.addAndGet(-bytes);
            return Optional.empty();
        }
        Pointer memory = source.allocate(bytes);
        if (memory == null) {
            held.addAndGet(-bytes);
            return Optional.empty();
        }
        memory.setMemory(0, bytes, (byte) 0);
        ByteBuffer buffer = memory.getByteBuffer(0, bytes);
        CLEANER.register(buffer, () -> {
            source.free(memory);
            held.addAndGet(-bytes);
        });
        return Optional.of(buffer);
    }

    /** What is used of CUDA's runtime library. Source: NVIDIA's CUDA Runtime API reference, whose names these are. */
    interface CudaRuntime extends Library {
        int SUCCESS = 0;
        int HOST_ALLOC_PORTABLE = 1;

        int cudaSetDevice(int device);

        int cudaHostAlloc(PointerByReference memory, long bytes, int flags);

        int cudaFreeHost(Pointer memory);
    }

    private record Cuda(CudaRuntime runtime, int device) implements Source {
        @Override
        public Pointer allocate(long bytes) {
            PointerByReference memory = new PointerByReference();
            boolean done = runtime.cudaSetDevice(device) == CudaRuntime.SUCCESS
                    && runtime.cudaHostAlloc(memory, bytes, CudaRuntime.HOST_ALLOC_PORTABLE) == CudaRuntime.SUCCESS;
            return done ? memory.getValue() : null;
        }

        @Override
        public void free(Pointer memory) {
            runtime.cudaFreeHost(memory);
        }
    }
}
