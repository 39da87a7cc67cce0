package io.wavemesh.trainer.domain;

import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/** Tells a running job that it must stop; the first reason counts. Safe for many threads. */
public final class RunStop {
    private final AtomicReference<Reason> reason = new AtomicReference<>();

    /** Why a job stops before its end. */
    public enum Reason {
        /** Somebody asked for it. */
        CANCELED,
        /** Somebody asked for it, and for every trace to be removed. */
        ERASED,
        /** This process ends; another worker goes on. */
        SHUTDOWN,
        /** Another worker may have the job already: nothing may be written any more. */
        LOCK_LOST
    }

    /** Asks the job to stop. */
    public void request(Reason why) {
        reason.compareAndSet(null, why);
    }

    /** Why to stop, empty as long as the job may go on. */
    public Optional<Reason> reason() {
        return Optional.ofNullable(reason.get());
    }

    /** Whether the job must stop. */
    public boolean isRequested() {
        return reason.get() != null;
    }
}
