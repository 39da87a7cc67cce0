package io.wavemesh.contracts;

/** Something failed that will fail again however often it is tried. */
public class PermanentException extends RuntimeException {
    /** One line that says what failed. */
    public PermanentException(String message) {
        super(message);
    }

    /** One line that says what failed, and why. */
    public PermanentException(String message, Throwable cause) {
        super(message, cause);
    }
}
