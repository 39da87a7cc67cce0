package io.wavemesh.training;

/** A training ended without an adapter; the message is one line and says why. */
public final class TrainingStoppedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    TrainingStoppedException(String message) {
        super(message);
    }
}
