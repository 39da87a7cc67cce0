package io.wavemesh.ingest.domain;

import io.wavemesh.contracts.JobControl;
import io.wavemesh.contracts.JobLife;
import io.wavemesh.contracts.SubjectId;
import io.wavemesh.contracts.TrainingEvent;
import java.time.Clock;
import java.util.Optional;

/**
 * Stops the training of a subject. A job that nobody has begun counts as canceled at once; whoever gets it later does
 * not begin it. A running one ends when its trainer says so. Safe for threads.
 */
public final class CancelSubject {
    private final TrainingJobPublisher publisher;
    private final SubjectStatuses statuses;
    private final Clock clock;

    /** Puts the use case together. */
    public CancelSubject(TrainingJobPublisher publisher, SubjectStatuses statuses, Clock clock) {
        this.publisher = publisher;
        this.statuses = statuses;
        this.clock = clock;
    }

    /** Throws {@link io.wavemesh.contracts.RetryableException} if Kafka is away. */
    public CancelOutcome cancel(SubjectId subject) {
        Optional<TrainingEvent> known = statuses.find(subject);
        if (known.isEmpty()) {
            return new CancelOutcome.Unknown();
        }
        TrainingEvent event = known.get();
        if (event.state().isFinal()) {
            return new CancelOutcome.Finished(event.state());
        }
        publisher.control(new JobControl(1, event.jobId(), JobControl.Action.CANCEL, clock.instant()));
        if (JobLife.of(event) instanceof JobLife.Queued queued) {
            event = queued.cancel(clock.instant()).event();
            publisher.event(event);
            statuses.apply(event);
        }
        return new CancelOutcome.Requested(event);
    }
}
