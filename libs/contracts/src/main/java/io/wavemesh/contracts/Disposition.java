package io.wavemesh.contracts;

/** What the queue must do with a piece of work that was handed out. */
public enum Disposition {
    /** It is done and never handed out again. */
    DONE,
    /** It is handed out again, to anyone. */
    RETRY,
    /** It can't be done and is never handed out again. */
    DROP
}
