package io.wavemesh.contracts;

import io.wavemesh.contracts.store.ObjectConflictException;
import io.wavemesh.contracts.store.ObjectStore;
import java.util.Optional;

/**
 * The results of jobs in the object store. A result is written once, before anything is told of it: that is what keeps an
 * adapter from following a cancellation, and two workers from announcing two adapters. Every method throws
 * {@link RetryableException} while the store is away.
 */
public final class JobResults {
    private final ObjectStore store;

    /** Keeps results in a store. */
    public JobResults(ObjectStore store) {
        this.store = store;
    }

    /** How the job ended, if it did. */
    public Optional<JobResult> find(JobId job) {
        return store.find(ObjectKeys.jobResult(job), MessageJson.MAX_BYTES)
                .map(json -> MessageJson.decode(json, JobResult.class));
    }

    /** Decides how the job ended, unless that is decided; returns what holds. */
    public JobResult decide(JobResult result) {
        try {
            store.put(ObjectKeys.jobResult(result.jobId()), MessageJson.encodeValue(result));
            return result;
        } catch (ObjectConflictException e) {
            return find(result.jobId())
                    .orElseThrow(() -> new RetryableException("the job's result is being erased", e));
        }
    }
}
