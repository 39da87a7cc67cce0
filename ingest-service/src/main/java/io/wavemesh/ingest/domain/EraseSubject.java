package io.wavemesh.ingest.domain;

import io.wavemesh.access.Caller;
import io.wavemesh.contracts.AdapterId;
import io.wavemesh.contracts.ClientId;
import io.wavemesh.contracts.JobControl;
import io.wavemesh.contracts.JobId;
import io.wavemesh.contracts.SubjectId;
import io.wavemesh.contracts.TrainingEvent;
import io.wavemesh.contracts.TrainingJob;
import java.time.Clock;
import java.util.Optional;

/**
 * Removes every trace of a subject: training, adapter, pictures, status. The status goes last, so that an interrupted
 * erasure can be repeated. Safe for threads.
 */
public final class EraseSubject {
    private final SubjectStore store;
    private final TrainingJobPublisher publisher;
    private final SubjectStatuses statuses;
    private final Clock clock;

    /** Puts the use case together. */
    public EraseSubject(SubjectStore store, TrainingJobPublisher publisher, SubjectStatuses statuses, Clock clock) {
        this.store = store;
        this.publisher = publisher;
        this.statuses = statuses;
        this.clock = clock;
    }

    /**
     * Erases a subject of the caller if there is one; doing it again, or to another's, changes nothing. Throws
     * {@link io.wavemesh.contracts.RetryableException} if Kafka or the store is away.
     */
    public void erase(Caller caller, SubjectId subject) {
        Optional<TrainingEvent> event = statuses.find(subject);
        if (!caller.sees(owner(subject, event))) {
            return;
        }
        Optional<JobId> job =
                event.map(TrainingEvent::jobId).or(() -> store.findJob(subject).map(TrainingJob::jobId));
        job.ifPresent(known -> {
            Optional<AdapterId> told = event.flatMap(TrainingEvent::adapterId);
            erase(subject, known, told.or(() -> store.findAdapter(known)));
        });
    }

    private Optional<ClientId> owner(SubjectId subject, Optional<TrainingEvent> event) {
        return event.isPresent() ? event.get().owner() : store.findJob(subject).flatMap(TrainingJob::owner);
    }

    private void erase(SubjectId subject, JobId job, Optional<AdapterId> adapter) {
        publisher.control(new JobControl(1, job, JobControl.Action.ERASE, clock.instant()));
        adapter.ifPresent(publisher::withdraw);
        store.erase(subject, job, adapter);
        publisher.forget(job);
        statuses.erase(job);
    }
}
