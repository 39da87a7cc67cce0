package io.wavemesh.ingest.domain;

import io.wavemesh.contracts.JobState;
import io.wavemesh.contracts.TrainingEvent;

/** How a wish to cancel ended; {@link #answer} hands each case to the one who answers the client. */
public sealed interface CancelOutcome {
    /** One method a case, so that none is forgotten. */
    interface Answers<T> {
        /** The trainers are told: say that it will be so. */
        T requested(Requested requested);

        /** Nothing can be cancelled any more: say what the job ended as. */
        T finished(Finished finished);

        /** There is no such subject. */
        T unknown(Unknown unknown);
    }

    /** Calls the method of this case. */
    <T> T answer(Answers<T> answers);

    /** The trainers are told. */
    record Requested(TrainingEvent event) implements CancelOutcome {
        @Override
        public <T> T answer(Answers<T> answers) {
            return answers.requested(this);
        }
    }

    /** The job has ended before. */
    record Finished(JobState state) implements CancelOutcome {
        @Override
        public <T> T answer(Answers<T> answers) {
            return answers.finished(this);
        }
    }

    /** Nobody knows the subject. */
    record Unknown() implements CancelOutcome {
        @Override
        public <T> T answer(Answers<T> answers) {
            return answers.unknown(this);
        }
    }
}
