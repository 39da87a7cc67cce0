package io.wavemesh.generation;

import java.util.List;

/** ONNX Runtime failed in a way that no request explains: out of memory, a broken native library, a fault in a graph. */
public class EngineFailureException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** What ONNX Runtime's arena, C++, CUDA, cuBLAS and cuDNN say when the device's memory is exhausted. */
    private static final List<String> OUT_OF_MEMORY = List.of(
            "Failed to allocate memory for requested buffer",
            "is smaller than requested bytes",
            "out of memory",
            "bad_alloc",
            "CUBLAS_STATUS_ALLOC_FAILED",
            "CUDNN_STATUS_ALLOC_FAILED");

    EngineFailureException(String doing, Throwable cause) {
        super(
                doing + ": "
                        + String.valueOf(cause.getMessage()).lines().findFirst().orElse("failed"),
                cause);
    }

    /** The kind of failure that the runtime's message tells. */
    static EngineFailureException of(String doing, Throwable cause) {
        String message = String.valueOf(cause.getMessage());
        return OUT_OF_MEMORY.stream().anyMatch(message::contains)
                ? new DeviceMemoryException(doing, cause)
                : new EngineFailureException(doing, cause);
    }
}
