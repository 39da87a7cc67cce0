package io.wavemesh.contracts;

/** Something failed that may work later: the caller tries again, or hands the work back. */
public class RetryableException extends RuntimeException {
    /** One line that says what failed. */
    public RetryableException(String message) {
        super(message);
    }

    /** One line that says what failed, and why. */
    public RetryableException(String message, Throwable cause) {
        super(message, cause);
    }
}
