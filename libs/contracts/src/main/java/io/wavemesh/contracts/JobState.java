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

    /** Whether nothing can follow, not even a replay: a {@link JobResult} says so. */
    public boolean isDecided() {
        return this == SUCCEEDED || this == CANCELED;
    }

    /** Whether nothing follows by itself. */
    public boolean isFinal() {
        return switch (this) {
            case QUEUED, RUNNING -> false;
            case SUCCEEDED, FAILED, CANCELED -> true;
        };
    }
}
