package io.wavemesh.training;

import com.sun.jna.Library;
import com.sun.jna.Native;
import java.util.LinkedHashMap;
import java.util.Map;

/** Environment variables that libtorch and what it uses read once, when they are loaded. */
final class LibtorchEnvironment {

    /** What is needed of the C library. */
    interface CLibrary extends Library {
        /** Sets an environment variable of this process, in the C library's eyes. */
        int setenv(String name, String value, int overwrite);
    }

    private LibtorchEnvironment() {}

    /** To be called before libtorch is loaded; leaves alone what the user has set. */
    static void prepare(TrainingEngineOptions options) {
        CLibrary c = Native.load("c", CLibrary.class);
        variables(options).forEach((name, value) -> c.setenv(name, value, 0));
    }

    static Map<String, String> variables(TrainingEngineOptions options) {
        Map<String, String> variables = new LinkedHashMap<>();
        // Threads sleep while they wait for each other. By default they spin, and where other processes use the cores
        // too,
        // a training step takes a hundred times as long: each of its thousands of barriers costs a time slice.
        variables.put("OMP_WAIT_POLICY", "PASSIVE");
        // Without fixed workspaces cuBLAS may sum in another order from run to run; libtorch refuses to be
        // deterministic
        // then. The size is the one libtorch takes on Hopper anyway.
        variables.put("CUBLAS_WORKSPACE_CONFIG", ":4096:8");
        // Blocks of the GPU's memory grow instead of lying in pieces that fit no later request. libtorch 2.7 does not
        // count what they grow by against a limit, so with one they must not.
        variables.put(
                "PYTORCH_CUDA_ALLOC_CONF", "expandable_segments:" + (options.memoryLimit() == 0 ? "True" : "False"));
        return variables;
    }
}
