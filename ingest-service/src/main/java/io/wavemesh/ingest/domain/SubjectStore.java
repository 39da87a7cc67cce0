package io.wavemesh.ingest.domain;

import io.wavemesh.contracts.AdapterId;
import io.wavemesh.contracts.JobId;
import io.wavemesh.contracts.ObjectRef;
import io.wavemesh.contracts.SubjectId;
import io.wavemesh.contracts.TrainingJob;
import java.util.Optional;

/**
 * What ingest keeps for ever of subjects. Everything is written once, so that each method may be repeated. All methods
 * throw {@link io.wavemesh.contracts.RetryableException} while the store is away.
 */
public interface SubjectStore {
    /** Binds an idempotency key's subject to its content unless it is bound; returns the binding that holds. */
    Claim claim(SubjectId subject, Claim claim);

    /** Whether a subject was bound to a key and then erased. */
    boolean isErased(SubjectId subject);

    /** Stores a picture under its hash. */
    ObjectRef storePicture(SubjectId subject, String sha256, String extension, byte[] bytes);

    /** Stores the job as it will be sent. */
    void storeJob(TrainingJob job);

    /** The job of a subject, if it was stored. */
    Optional<TrainingJob> findJob(SubjectId subject);

    /** Notes that Kafka has acknowledged the subject's job. */
    void markSent(SubjectId subject);

    /** Whether {@link #markSent} was called. */
    boolean isSent(SubjectId subject);

    /** Deletes what was stored of a subject whose job was never sent; its key stays bound to nothing. */
    void discard(SubjectId subject);

    /** Decides that a job is canceled; false if it has an adapter already. */
    boolean cancel(JobId job);

    /** The adapter that a trainer stored for a job, told or not. */
    Optional<AdapterId> findAdapter(JobId job);

    /**
     * Deletes pictures, job and checkpoints, and a known adapter with the result that names it. Without one the result
     * is left to the trainers, who may be writing it just now. A key that was bound stays used up.
     */
    void erase(SubjectId subject, JobId job, Optional<AdapterId> adapter);
}
