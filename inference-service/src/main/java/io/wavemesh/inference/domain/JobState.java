package io.wavemesh.inference.domain;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** Life of a job: queued, running, then ended in one of three ways. Each state offers the transitions it allows. */
public sealed interface JobState {
    /** Name of the state, as clients see it. */
    Phase phase();

    /** Names of the states. */
    enum Phase {
        QUEUED,
        RUNNING,
        SUCCEEDED,
        FAILED,
        CANCELED
    }

    /** The job waits or runs; it can fail or be cancelled. */
    sealed interface Open extends JobState {
        /** Time spent so far. */
        JobTimes times(Instant now);

        /** Ends it without images. */
        default Failed fail(FailureKind kind, String detail, Instant now) {
            return new Failed(kind, detail, times(now));
        }

        /** Ends it because the client no longer wants it. */
        default Cancelled cancel(Instant now) {
            return new Cancelled(times(now));
        }
    }

    /** The job is over. */
    sealed interface Ended extends JobState {
        /** Time that it took. */
        JobTimes times();

        /** How the caller goes on, by the kind of end. */
        <T> T accept(Visitor<T> visitor);
    }

    /** One method a kind of end. */
    interface Visitor<T> {
        /** Images are there: deliver them. */
        T finished(Finished end);

        /** Tell the client why. */
        T failed(Failed end);

        /** Nobody waits for it. */
        T cancelled(Cancelled end);
    }

    /**
     * Waits for the engine.
     *
     * @param since when it was accepted
     */
    record Queued(Instant since) implements Open {
        /** The engine takes it. */
        public Running start(int steps, Instant now) {
            return new Running(since, now, 0, steps);
        }

        @Override
        public Phase phase() {
            return Phase.QUEUED;
        }

        @Override
        public JobTimes times(Instant now) {
            return new JobTimes(between(since, now), Duration.ZERO);
        }
    }

    /**
     * The engine draws.
     *
     * @param since when it was accepted
     * @param startedAt when the engine took it
     * @param step steps that are done
     * @param steps steps in all
     */
    record Running(Instant since, Instant startedAt, int step, int steps) implements Open {
        /** Some steps further. */
        public Running advance(int done) {
            return new Running(since, startedAt, Math.min(Math.max(step, done), steps), steps);
        }

        /** The images are there. */
        public Finished finish(List<GeneratedImage> images, Instant now) {
            return new Finished(images, times(now));
        }

        @Override
        public Phase phase() {
            return Phase.RUNNING;
        }

        @Override
        public JobTimes times(Instant now) {
            return new JobTimes(between(since, startedAt), between(startedAt, now));
        }
    }

    /**
     * Ended with images.
     *
     * @param images in the order of their seeds
     * @param times time that it took
     */
    record Finished(List<GeneratedImage> images, JobTimes times) implements Ended {
        /** Copies the list. */
        public Finished {
            images = List.copyOf(images);
        }

        @Override
        public Phase phase() {
            return Phase.SUCCEEDED;
        }

        @Override
        public <T> T accept(Visitor<T> visitor) {
            return visitor.finished(this);
        }
    }

    /**
     * Ended without images.
     *
     * @param kind why
     * @param detail one line for the client
     * @param times time that it took
     */
    record Failed(FailureKind kind, String detail, JobTimes times) implements Ended {
        @Override
        public Phase phase() {
            return Phase.FAILED;
        }

        @Override
        public <T> T accept(Visitor<T> visitor) {
            return visitor.failed(this);
        }
    }

    /**
     * Ended because nobody wanted it any more.
     *
     * @param times time that it took
     */
    record Cancelled(JobTimes times) implements Ended {
        @Override
        public Phase phase() {
            return Phase.CANCELED;
        }

        @Override
        public <T> T accept(Visitor<T> visitor) {
            return visitor.cancelled(this);
        }
    }

    private static Duration between(Instant from, Instant to) {
        Duration time = Duration.between(from, to);
        return time.isNegative() ? Duration.ZERO : time;
    }
}
