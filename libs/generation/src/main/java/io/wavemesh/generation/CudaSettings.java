package io.wavemesh.generation;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * Options of ONNX Runtime's CUDA provider by their names there, as {@code cudnn_conv_algo_search} or {@code sdpa_kernel}.
 * Device, memory limit and TF32 follow from {@link EngineOptions} unless they are named here.
 */
public record CudaSettings(Map<String, String> options) {

    /** Copies the options. */
    public CudaSettings {
        options = Collections.unmodifiableMap(new TreeMap<>(options));
    }

    /**
     * What serves fixed picture sizes well: cuDNN's kernels chosen by its heuristics with all the workspace they like, memory
     * that grows by what is asked for. Attention is left to ONNX Runtime, which takes cuDNN's kernels on an H100.
     */
    public static CudaSettings defaults() {
        return new CudaSettings(Map.of(
                "cudnn_conv_algo_search", "HEURISTIC",
                "cudnn_conv_use_max_workspace", "1",
                "arena_extend_strategy", "kSameAsRequested",
                "do_copy_in_default_stream", "1"));
    }

    /** With another value for one option. */
    public CudaSettings with(String option, String value) {
        Map<String, String> changed = new TreeMap<>(options);
        changed.put(option, value);
        return new CudaSettings(changed);
    }

    /** All options for a session. */
    Map<String, String> forSession(int device, long memoryLimit, boolean tf32) {
        Map<String, String> all = new LinkedHashMap<>();
        all.put("device_id", Integer.toString(device));
        all.put("use_tf32", tf32 ? "1" : "0");
        if (memoryLimit > 0) {
            all.put("gpu_mem_limit", Long.toString(memoryLimit));
        }
        all.putAll(options);
        return all;
    }
}
