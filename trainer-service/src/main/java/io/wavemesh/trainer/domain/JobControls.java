package io.wavemesh.trainer.domain;

import io.wavemesh.contracts.JobControl;
import io.wavemesh.contracts.JobId;
import java.util.HashMap;
import java.util.Map;

/** Remembers which jobs must end, and stops the one that runs here. Safe for many threads. */
public final class JobControls {
    private final Map<JobId, RunStop.Reason> ended = new HashMap<>();
    private JobId running;
    private RunStop stop;

    /** A job must end. */
    public synchronized void apply(JobControl control) {
        RunStop.Reason reason =
                switch (control.action()) {
                    case CANCEL -> RunStop.Reason.CANCELED;
                    case ERASE -> RunStop.Reason.ERASED;
                };
        ended.merge(control.jobId(), reason, (old, now) -> old == RunStop.Reason.ERASED ? old : now);
        if (control.jobId().equals(running)) {
            stop.request(reason);
        }
    }

    /** A run begins here; it is stopped at once if the job must end. */
    synchronized void enter(JobId job, RunStop runStop) {
        running = job;
        stop = runStop;
        RunStop.Reason reason = ended.get(job);
        if (reason != null) {
            runStop.request(reason);
        }
    }

    /** The run is over. */
    synchronized void leave() {
        running = null;
        stop = null;
    }

    /** Whether every trace of the job must go. */
    synchronized boolean isErased(JobId job) {
        return ended.get(job) == RunStop.Reason.ERASED;
    }
}
