package io.wavemesh.training;

/** libtorch cannot be loaded here; the message is one line and says why. */
public final class TorchUnavailableException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    TorchUnavailableException(String message, Throwable cause) {
        super(message, cause);
    }
}
