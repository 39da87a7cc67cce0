package io.wavemesh.inference.domain;

import java.time.Duration;

/** What became of a job that was handed to the queue. */
public sealed interface Submission {
    /** How the caller goes on, by the kind of outcome. */
    <T> T accept(Visitor<T> visitor);

    /** One method a kind of outcome. */
    interface Visitor<T> {
        /** Wait for the job's end, or tell the client its id. */
        T accepted(Accepted outcome);

        /** Send the client away for a while. */
        T full(Full outcome);

        /** Send the client to another replica. */
        T stopping(Stopping outcome);
    }

    /**
     * The job waits for the engine.
     *
     * @param job the job
     */
    record Accepted(GenerationJob job) implements Submission {
        @Override
        public <T> T accept(Visitor<T> visitor) {
            return visitor.accepted(this);
        }
    }

    /**
     * The queue has no room.
     *
     * @param retryAfter when there will probably be room
     */
    record Full(Duration retryAfter) implements Submission {
        @Override
        public <T> T accept(Visitor<T> visitor) {
            return visitor.full(this);
        }
    }

    /** The service stops. */
    record Stopping() implements Submission {
        @Override
        public <T> T accept(Visitor<T> visitor) {
            return visitor.stopping(this);
        }
    }
}
