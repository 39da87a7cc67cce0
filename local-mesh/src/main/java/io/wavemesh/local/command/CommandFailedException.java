package io.wavemesh.local.command;

/** The input was fine and the work failed all the same; the message says why in one line. */
public final class CommandFailedException extends RuntimeException {
    /** A failure with its reason. */
    public CommandFailedException(String message) {
        super(message);
    }

    /** A failure with its reason and its cause. */
    public CommandFailedException(String message, Throwable cause) {
        super(message, cause);
    }
}
