package io.wavemesh.training;

import ai.djl.Device;
import ai.djl.engine.EngineException;
import ai.djl.pytorch.jni.JniUtils;
import ai.djl.util.cuda.CudaUtils;
import java.lang.management.MemoryUsage;
import java.util.regex.Pattern;

/** Memory of the device that an engine computes on. */
final class DeviceMemory {

    /** CUDA's allocator, the CPU's, C++'s own. */
    private static final Pattern EXHAUSTED =
            Pattern.compile("out of memory|can't allocate memory|not enough memory|bad_alloc");

    private DeviceMemory() {}

    /** Bytes that could be taken, an estimate; on a GPU what libtorch holds without use is given back first. */
    static long free(TrainingEngineOptions options) {
        if (options.onCpu()) {
            return FreeMemory.bytes();
        }
        JniUtils.emptyCudaCache();
        MemoryUsage memory = usage(options);
        return memory.getMax() - memory.getUsed();
    }

    /** Bytes taken by all programs on the GPU; of this one also what libtorch holds without use. */
    static long used(TrainingEngineOptions options) {
        return usage(options).getUsed();
    }

    /** Whether libtorch failed for want of memory. */
    static boolean exhausted(EngineException failure) {
        return EXHAUSTED.matcher(String.valueOf(failure.getMessage())).find();
    }

    private static MemoryUsage usage(TrainingEngineOptions options) {
        return CudaUtils.getGpuMemory(Device.gpu(options.deviceIndex()));
    }
}
