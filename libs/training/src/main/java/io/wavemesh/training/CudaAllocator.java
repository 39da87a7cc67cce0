package io.wavemesh.training;

import com.sun.jna.Function;
import com.sun.jna.Memory;
import com.sun.jna.Pointer;

/**
 * libtorch's allocator of GPU memory (c10::cuda::CUDACachingAllocator::CUDAAllocator), by its table of virtual functions, whose
 * places are those of libtorch 2.7.1. A device must have been used before.
 */
final class CudaAllocator {

    private static final String VERSION = "2.7.1";
    private static final String POINTER = "_ZN3c104cuda20CUDACachingAllocator9allocatorE";
    private static final long SET_MEMORY_FRACTION = 0x60;
    private static final long GET_DEVICE_STATS = 0x98;
    private static final long RESET_PEAK_STATS = 0xa8;
    /** Longer than c10::CachingDeviceAllocator::DeviceStats. */
    private static final int STATS_BYTES = 4096;
    /** In DeviceStats: Stat allocated_bytes and reserved_bytes of both pools together; current, then peak. */
    private static final int ALLOCATED = 4 * 96;

    private static final int ALLOCATED_PEAK = ALLOCATED + 8;
    private static final int RESERVED = 5 * 96;

    private final Pointer object;
    private final byte device;

    private CudaAllocator(Pointer object, byte device) {
        this.object = object;
        this.device = device;
    }

    /**
     * The allocator.
     *
     * @throws IllegalArgumentException if libtorch is of another version
     */
    static CudaAllocator of(TorchRuntime runtime, int device) {
        if (!runtime.version().startsWith(VERSION)) {
            throw new IllegalArgumentException(
                    "training on CUDA needs libtorch " + VERSION + ", this is " + runtime.version());
        }
        return new CudaAllocator(TorchSymbols.c10Cuda().variable(POINTER).getPointer(0), (byte) device);
    }

    /** Lets the allocator take at most this share of the device's memory; beyond it is out of memory. */
    void limit(double share) {
        function(SET_MEMORY_FRACTION).invokeVoid(new Object[] {object, share, device});
    }

    /** Bytes taken from the device, in use or not. */
    long reserved() {
        return stats().getLong(RESERVED);
    }

    /** Bytes in use. */
    long allocated() {
        return stats().getLong(ALLOCATED);
    }

    /** The most bytes that were in use at once since {@link #forgetPeak}. */
    long peak() {
        return stats().getLong(ALLOCATED_PEAK);
    }

    void forgetPeak() {
        function(RESET_PEAK_STATS).invokeVoid(new Object[] {object, device});
    }

    private Memory stats() {
        Memory stats = new Memory(STATS_BYTES);
        stats.clear();
        // a large result is written where the first, hidden argument points
        function(GET_DEVICE_STATS).invokeVoid(new Object[] {stats, object, device});
        return stats;
    }

    private Function function(long place) {
        return Function.getFunction(object.getPointer(0).getPointer(place));
    }
}
