package io.wavemesh.trainer.domain;

import io.wavemesh.contracts.AdapterAnnouncement;
import io.wavemesh.contracts.AdapterId;
import io.wavemesh.contracts.JobId;
import io.wavemesh.contracts.TrainingJob;
import java.util.Optional;

/** Keeps what jobs produced. Every method throws {@link io.wavemesh.contracts.RetryableException} while it is away. */
public interface AdapterStore {
    /** What the job produced, if it was finished before. */
    Optional<AdapterAnnouncement> find(JobId job);

    /**
     * Keeps an adapter: files first, then the job's result, which names them. If the job has a result already, by
     * another delivery of it, that one stays and is returned.
     */
    AdapterAnnouncement store(TrainingJob job, BaseModel baseModel, TrainedAdapter adapter);

    /** Deletes what a job produced and what it goes on from; returns the adapter that was deleted. */
    Optional<AdapterId> erase(JobId job);

    /** Where a job can go on from. */
    Checkpoints checkpoints(TrainingJob job);
}
