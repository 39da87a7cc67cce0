package io.wavemesh.ingest.domain;

import io.wavemesh.access.Caller;
import io.wavemesh.contracts.JobControl;
import io.wavemesh.contracts.JobLife;
import io.wavemesh.contracts.JobState;
import io.wavemesh.contracts.SubjectId;
import io.wavemesh.contracts.TrainingEvent;
import java.time.Clock;
import java.util.Optional;

/**
 * Stops the training of a subject. A job that nobody works on counts as canceled at once; whoever gets it later does
 * not begin it, and whoever has it already can't make an adapter of it any more. A running one ends when its trainer says so. Safe for threads.
 */
public final class CancelSubject {
    private final SubjectStore store;
    private final TrainingJobPublisher publisher;
    private final SubjectStatuses statuses;
    private final Clock clock;

    /** Puts the use case together. */
    public CancelSubject(SubjectStore store, TrainingJobPublisher publisher, SubjectStatuses statuses, Clock clock) {
        this.store = store;
        this.publisher = publisher;
        this.statuses = statuses;
        this.clock = clock;
    }

    /**
     * Stops a subject of the caller; another's is as unknown as one that isn't there. Throws
     * {@link io.wavemesh.contracts.RetryableException} if Kafka or the store is away.
     */
    public CancelOutcome cancel(Caller caller, SubjectId subject) {
        Optional<TrainingEvent> known = statuses.find(caller, subject);
        if (known.isEmpty()) {
            return new CancelOutcome.Unknown();
        }
        TrainingEvent event = known.get();
        if (event.state().isFinal()) {
            return new CancelOutcome.Finished(event.state());
        }
        if (event.state() == JobState.QUEUED && !store.cancel(event.jobId())) {
            // A trainer was quicker than the news of it.
            return new CancelOutcome.Requested(event);
        }
        publisher.control(new JobControl(1, event.jobId(), JobControl.Action.CANCEL, clock.instant()));
        if (JobLife.of(event) instanceof JobLife.Queued waiting) {
            event = waiting.cancel(clock.instant()).event();
            publisher.event(event);
            statuses.apply(event);
        }
        return new CancelOutcome.Requested(event);
    }
}
