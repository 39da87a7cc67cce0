package io.wavemesh.messaging;

/** Why work must stop before it is done. */
public enum StopReason {
    /** The lock is gone, so another worker may have the record: nothing more may be written for it. */
    LOCK_LOST,
    /** This process ends: the record is handed back. */
    SHUTDOWN
}
