package io.wavemesh.ingest.domain;

import io.wavemesh.contracts.TrainingEvent;
import java.util.List;

/** How a submission ended; {@link #answer} hands each case to the one who answers the client. */
public sealed interface SubmissionOutcome {
    /** One method a case, so that none is forgotten. */
    interface Answers<T> {
        /** The job is safe with Kafka: tell the client its names and state. */
        T accepted(Accepted accepted);

        /** Nothing was stored: tell the client what to change. */
        T invalid(Invalid invalid);

        /** Nothing was stored: tell the client what is too large. */
        T tooLarge(TooLarge tooLarge);

        /** Nothing was stored: tell the client to take another key. */
        T keyTaken(KeyTaken keyTaken);
    }

    /** Calls the method of this case. */
    <T> T answer(Answers<T> answers);

    /** What is counted. */
    IngestMeters.Outcome outcome();

    /** The job is sent, or was before. */
    record Accepted(TrainingEvent event, boolean repeated) implements SubmissionOutcome {
        @Override
        public <T> T answer(Answers<T> answers) {
            return answers.accepted(this);
        }

        @Override
        public IngestMeters.Outcome outcome() {
            return repeated ? IngestMeters.Outcome.REPEATED : IngestMeters.Outcome.ACCEPTED;
        }
    }

    /** Something breaks a rule. */
    record Invalid(List<Violation> violations) implements SubmissionOutcome {
        @Override
        public <T> T answer(Answers<T> answers) {
            return answers.invalid(this);
        }

        @Override
        public IngestMeters.Outcome outcome() {
            return IngestMeters.Outcome.INVALID;
        }
    }

    /** Nothing but size is wrong. */
    record TooLarge(List<Violation> violations) implements SubmissionOutcome {
        @Override
        public <T> T answer(Answers<T> answers) {
            return answers.tooLarge(this);
        }

        @Override
        public IngestMeters.Outcome outcome() {
            return IngestMeters.Outcome.TOO_LARGE;
        }
    }

    /** The idempotency key was used for something else, or its subject was erased. */
    record KeyTaken(String detail) implements SubmissionOutcome {
        @Override
        public <T> T answer(Answers<T> answers) {
            return answers.keyTaken(this);
        }

        @Override
        public IngestMeters.Outcome outcome() {
            return IngestMeters.Outcome.CONFLICT;
        }
    }
}
