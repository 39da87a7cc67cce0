package io.wavemesh.contracts;

import java.util.Optional;

/**
 * How a job ended for good: with an adapter or by request. The first to write it decides, see {@link JobResults}. A job
 * that failed has none, since it may be replayed.
 *
 * @param schemaVersion 1
 * @param jobId the job
 * @param adapter what it made; absent if it was canceled
 */
public record JobResult(int schemaVersion, JobId jobId, Optional<AdapterAnnouncement> adapter) {
    /** Throws {@link IllegalArgumentException} if a component is missing, or the adapter is another job's. */
    public JobResult {
        Checks.schemaVersion(schemaVersion);
        Checks.required("jobId", jobId);
        adapter = Checks.optional(adapter);
        if (adapter.filter(made -> !made.jobId().equals(jobId)).isPresent()) {
            throw new IllegalArgumentException("adapter must be of job " + jobId);
        }
    }

    /** It made an adapter. */
    public static JobResult of(AdapterAnnouncement adapter) {
        return new JobResult(1, adapter.jobId(), Optional.of(adapter));
    }

    /** It was canceled; the same whoever writes it. */
    public static JobResult canceled(JobId job) {
        return new JobResult(1, job, Optional.empty());
    }

    /** Whether it was canceled. */
    public boolean isCanceled() {
        return adapter.isEmpty();
    }
}
