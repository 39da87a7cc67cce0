package io.wavemesh.generation;

/** ONNX Runtime failed in a way that no request explains: out of memory, a broken native library, a fault in a graph. */
public final class EngineFailureException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    EngineFailureException(String doing, Throwable cause) {
        super(
                doing + ": "
                        + String.valueOf(cause.getMessage()).lines().findFirst().orElse("failed"),
                cause);
    }
}
