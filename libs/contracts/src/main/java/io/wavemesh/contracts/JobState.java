package io.wavemesh.contracts;

/** Where a training job is in its life. */
public enum JobState {
    /** Sent, not begun. */
    QUEUED,
    /** A trainer works on it. */
    RUNNING,
    /** The adapter is announced. */
    SUCCEEDED,
    /** It can't succeed; the event has a fault. */
    FAILED,
    /** It was stopped on request. */
    CANCELED;

    /** Whether nothing can follow. */
    public boolean isFinal() {
        return switch (this) {
            case QUEUED, RUNNING -> false;
            case SUCCEEDED, FAILED, CANCELED -> true;
        };
    }
}
