package io.wavemesh.contracts;

import java.time.Instant;
import java.util.Optional;

/**
 * The life of a job: each state is a record with a method for each transition that exists, so a forbidden one can't be
 * written. Every state carries the {@link TrainingEvent} that tells it.
 */
public sealed interface JobLife {
    /** The event that tells this state. */
    TrainingEvent event();

    /** A new job, before any trainer has it. */
    static Queued queued(TrainingJob job, Instant at) {
        return queued(job.jobId(), job.subjectId(), job.owner(), job.subject(), job.createdAt(), at);
    }

    /** A job of which only the order is known. */
    static Queued queued(TrainingOrder order, Instant at) {
        return queued(order.jobId(), order.subjectId(), order.owner(), SubjectSummary.UNKNOWN, order.createdAt(), at);
    }

    private static Queued queued(
            JobId job,
            SubjectId subjectId,
            Optional<ClientId> owner,
            SubjectSummary subject,
            Instant createdAt,
            Instant at) {
        return new Queued(new TrainingEvent(
                1,
                job,
                subjectId,
                owner,
                0,
                0,
                JobState.QUEUED,
                Optional.empty(),
                0,
                0,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                subject,
                createdAt,
                at));
    }

    /** The state that an event tells. */
    static JobLife of(TrainingEvent event) {
        return switch (event.state()) {
            case QUEUED -> new Queued(event);
            case RUNNING -> new Running(event);
            case SUCCEEDED -> new Succeeded(event);
            case FAILED -> new Failed(event);
            case CANCELED -> new Canceled(event);
        };
    }

    /** Waits for a trainer, for the first time or again. */
    record Queued(TrainingEvent event) implements JobLife {
        /** A trainer begins; {@code attempt} is the delivery count, from 1. */
        public Running start(int attempt, Instant at) {
            Checks.range("attempt", attempt, 1, Integer.MAX_VALUE);
            TrainingEvent e = event;
            return new Running(new TrainingEvent(
                    1,
                    e.jobId(),
                    e.subjectId(),
                    e.owner(),
                    attempt,
                    0,
                    JobState.RUNNING,
                    Optional.of(JobPhase.LOADING),
                    0,
                    0,
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    e.subject(),
                    e.createdAt(),
                    at));
        }

        /** It is stopped before it began. */
        public Canceled cancel(Instant at) {
            return new Canceled(next(event, JobState.CANCELED, Optional.empty(), Optional.empty(), at));
        }

        /** It can't be begun. */
        public Failed fail(Fault fault, Instant at) {
            return new Failed(next(event, JobState.FAILED, Optional.empty(), Optional.of(fault), at));
        }
    }

    /** A trainer works on it. */
    record Running(TrainingEvent event) implements JobLife {
        /** It goes on. */
        public Running progress(Progress progress, Instant at) {
            TrainingEvent e = event;
            return new Running(new TrainingEvent(
                    1,
                    e.jobId(),
                    e.subjectId(),
                    e.owner(),
                    e.attempt(),
                    e.sequence() + 1,
                    JobState.RUNNING,
                    Optional.of(progress.phase()),
                    progress.step(),
                    progress.steps(),
                    progress.loss(),
                    progress.secondsLeft(),
                    Optional.empty(),
                    Optional.empty(),
                    e.subject(),
                    e.createdAt(),
                    at));
        }

        /** The adapter is stored and announced. */
        public Succeeded succeed(AdapterId adapterId, Instant at) {
            return new Succeeded(next(event, JobState.SUCCEEDED, Optional.of(adapterId), Optional.empty(), at));
        }

        /** It can't succeed. */
        public Failed fail(Fault fault, Instant at) {
            return new Failed(next(event, JobState.FAILED, Optional.empty(), Optional.of(fault), at));
        }

        /** It is stopped on request. */
        public Canceled cancel(Instant at) {
            return new Canceled(next(event, JobState.CANCELED, Optional.empty(), Optional.empty(), at));
        }

        /** The trainer hands it back; another attempt may succeed. */
        public Queued interrupt(Fault fault, Instant at) {
            return new Queued(next(event, JobState.QUEUED, Optional.empty(), Optional.of(fault), at));
        }
    }

    /** The adapter is announced. */
    record Succeeded(TrainingEvent event) implements JobLife {}

    /** It can't succeed. */
    record Failed(TrainingEvent event) implements JobLife {}

    /** It was stopped on request. */
    record Canceled(TrainingEvent event) implements JobLife {}

    private static TrainingEvent next(
            TrainingEvent e, JobState state, Optional<AdapterId> adapterId, Optional<Fault> fault, Instant at) {
        return new TrainingEvent(
                1,
                e.jobId(),
                e.subjectId(),
                e.owner(),
                e.attempt(),
                e.sequence() + 1,
                state,
                e.phase(),
                e.step(),
                e.steps(),
                e.loss(),
                Optional.empty(),
                adapterId,
                fault,
                e.subject(),
                e.createdAt(),
                at);
    }
}
