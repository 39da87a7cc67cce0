package io.wavemesh.trainer.domain;

import io.wavemesh.contracts.AdapterId;
import io.wavemesh.contracts.JobId;
import io.wavemesh.contracts.JobResult;
import io.wavemesh.contracts.TrainingJob;
import java.util.Optional;
import java.util.Set;

/** Keeps what jobs produced. Every method throws {@link io.wavemesh.contracts.RetryableException} while it is away. */
public interface AdapterStore {
    /** How the job ended, if that is decided: by an earlier delivery of it, or by a cancellation. */
    Optional<JobResult> find(JobId job);

    /**
     * Keeps an adapter: files first, then the job's result, which names them. If the job has a result already that one
     * stays and is returned, and nothing is kept of another adapter.
     */
    JobResult store(TrainingJob job, BaseModel baseModel, TrainedAdapter adapter);

    /** Decides that the job is canceled, unless it has a result already; returns what holds. */
    JobResult cancel(JobId job);

    /** Deletes what a job goes on from, once it is over. */
    void forgetCheckpoints(JobId job);

    /**
     * Deletes what a job produced and what it goes on from, with these adapters; returns the adapters that the store knew
     * of. What names them stays, for erasures to come, until the subject's own erasure is over.
     */
    Set<AdapterId> erase(JobId job, Set<AdapterId> known);

    /** Where a job can go on from. */
    Checkpoints checkpoints(TrainingJob job);
}
