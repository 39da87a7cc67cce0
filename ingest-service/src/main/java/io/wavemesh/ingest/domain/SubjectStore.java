package io.wavemesh.ingest.domain;

import io.wavemesh.contracts.AdapterId;
import io.wavemesh.contracts.JobId;
import io.wavemesh.contracts.ObjectRef;
import io.wavemesh.contracts.SubjectId;
import io.wavemesh.contracts.TrainingJob;
import io.wavemesh.contracts.TrainingOrder;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What ingest keeps for ever of subjects. Everything is written once, so that each method may be repeated. All methods
 * throw {@link io.wavemesh.contracts.RetryableException} while the store is away.
 */
public interface SubjectStore {
    /** Binds an idempotency key's subject to its content unless it is bound; returns the binding that holds. */
    Claim claim(SubjectId subject, Claim claim);

    /** Whether a subject was bound to a key and then erased. */
    boolean isErased(SubjectId subject);

    /** Notes that an upload without key begins, before anything of it is stored. */
    void beginUpload(SubjectId subject);

    /** Notes that such an upload is over. */
    void endUpload(SubjectId subject);

    /** Uploads that began before a time and whose end was never noted, by the store's clock; a thousand at most. */
    List<SubjectId> uploadsBegunBefore(Instant time);

    /** Stores a picture under its hash. */
    ObjectRef storePicture(SubjectId subject, String sha256, String extension, byte[] bytes);

    /** Stores the job; what is sent is where it lies. */
    ObjectRef storeJob(TrainingJob job);

    /** The job of a subject, if it was stored. */
    Optional<TrainingJob> findJob(SubjectId subject);

    /** The order of a subject's job, if the job was stored. */
    Optional<TrainingOrder> findOrder(SubjectId subject);

    /** Notes that Kafka has acknowledged the subject's job. */
    void markSent(SubjectId subject);

    /** Whether {@link #markSent} was called. */
    boolean isSent(SubjectId subject);

    /** Deletes what was stored of a subject whose job was never sent, and the note of its upload. */
    void discard(SubjectId subject);

    /** Decides that a job is canceled; false if it has an adapter already. */
    boolean cancel(JobId job);

    /** Whether anything at all is kept of a subject that is not erased. */
    boolean isKnown(SubjectId subject);

    /** Every adapter that trainers ever began to store for a job, told or not. */
    Set<AdapterId> findAdapters(JobId job);

    /**
     * Deletes pictures, job, checkpoints, result, the adapters and every image that shows one of them. A key that was
     * bound stays used up, and nothing else of it stays. A store that encrypts destroys the subject's key before
     * anything else.
     */
    void erase(SubjectId subject, JobId job, Set<AdapterId> adapters);

    /** Deletes the marks by which a job's adapters are found; called when nobody can store one any more. */
    void eraseMarks(JobId job);
}
