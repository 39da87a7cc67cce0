package io.wavemesh.inference.onnx;

import java.util.List;
import java.util.Locale;

/** Tells failed allocations from other failures of ONNX Runtime, which has no error code of their own for them. */
final class MemoryFaults {
    private static final List<String> SIGNS = List.of(
            "failed to allocate memory",
            "bad_alloc",
            "out of memory",
            "cublas_status_alloc_failed",
            "cudnn_status_alloc_failed");

    private MemoryFaults() {}

    /** Whether an exception, or one of its causes, is about memory. */
    static boolean isMemoryFault(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            String message = String.valueOf(cause.getMessage()).toLowerCase(Locale.ROOT);
            if (SIGNS.stream().anyMatch(message::contains)) {
                return true;
            }
        }
        return false;
    }
}
