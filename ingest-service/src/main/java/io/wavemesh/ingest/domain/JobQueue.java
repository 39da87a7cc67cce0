package io.wavemesh.ingest.domain;

import io.wavemesh.contracts.JobId;
import io.wavemesh.contracts.TrainingOrder;
import java.util.Set;

/**
 * What the trainers have still before them. Both methods throw {@link io.wavemesh.contracts.RetryableException} while the
 * brokers are away.
 */
public interface JobQueue {
    /** Those of the jobs that no trainer has, nor ever will get. */
    Set<JobId> missing(Set<JobId> jobs);

    /** Hands a job to the trainers again; {@code attempts} is how often one began it. */
    void sendAgain(TrainingOrder order, int attempts);
}
