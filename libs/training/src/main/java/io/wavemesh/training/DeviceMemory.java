package io.wavemesh.training;

import ai.djl.Device;
import ai.djl.engine.EngineException;
import ai.djl.pytorch.jni.JniUtils;
import ai.djl.util.cuda.CudaUtils;
import java.lang.management.MemoryUsage;
import java.util.regex.Pattern;

/** Memory of the device that an engine computes on. */
final class DeviceMemory {

    /** CUDA's allocator, the CPU's, C++'s own; cuBLAS and cuDNN that got no workspace. */
    private static final Pattern EXHAUSTED = Pattern.compile("out of memory|can't allocate memory|not enough memory"
            + "|bad_alloc|STATUS_ALLOC_FAILED|unable to find an engine to execute");

    private static final double FRAGMENTATION = 1.05;
    private static final long GRAPH_BYTES = 256L << 20;

    private final TrainingEngineOptions options;
    private final CudaAllocator allocator;
    private long most;

    private DeviceMemory(TrainingEngineOptions options, CudaAllocator allocator) {
        this.options = options;
        this.allocator = allocator;
    }

    /** The memory of the options' device, on which something was computed before; sets its limit. */
    static DeviceMemory of(TorchRuntime runtime, TrainingEngineOptions options) {
        if (options.onCpu()) {
            return new DeviceMemory(options, null);
        }
        CudaAllocator allocator = CudaAllocator.of(runtime, options.deviceIndex());
        double share = (double) options.memoryLimit() / usage(options).getMax();
        allocator.limit(options.memoryLimit() == 0 ? 1 : Math.min(1, share));
        return new DeviceMemory(options, allocator);
    }

    /** Bytes that could be taken, an estimate; on a GPU what libtorch holds without use is given back first. */
    long free() {
        if (options.onCpu()) {
            return FreeMemory.bytes();
        }
        JniUtils.emptyCudaCache();
        MemoryUsage device = usage(options);
        long free = device.getMax() - device.getUsed();
        long limit = options.memoryLimit();
        return limit == 0 ? free : Math.min(free, limit - allocator.reserved());
    }

    /** Whether what the steps took since {@link #watch}, beside all that stays, could be taken again, and a graph's own. */
    boolean sufficesForGraph() {
        long taken = allocator.peak() - allocator.allocated();
        return free() >= (long) (taken * FRAGMENTATION) + GRAPH_BYTES;
    }

    /** The most bytes of a GPU that were in use at once since {@link #begin}; 0 on the CPU. */
    long peak() {
        return options.onCpu() ? 0 : Math.max(most, allocator.peak());
    }

    /** A training begins. */
    void begin() {
        watch();
        most = 0;
    }

    /** Steps of one kind begin. */
    void watch() {
        if (!options.onCpu()) {
            most = peak();
            allocator.forgetPeak();
        }
    }

    /** Whether libtorch failed for want of memory. */
    static boolean exhausted(EngineException failure) {
        return EXHAUSTED.matcher(String.valueOf(failure.getMessage())).find();
    }

    private static MemoryUsage usage(TrainingEngineOptions options) {
        return CudaUtils.getGpuMemory(Device.gpu(options.deviceIndex()));
    }
}
