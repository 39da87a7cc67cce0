package io.wavemesh.trainer.domain;

import io.wavemesh.contracts.AdapterId;
import io.wavemesh.contracts.Disposition;
import io.wavemesh.contracts.Fault;

/** How an attempt at a job ended; everything that has to be told about it is told. */
public sealed interface JobOutcome {
    /** What the queue must do with the job. */
    Disposition disposition();

    /** One line for log and dead letter. */
    String reason();

    /** How it is counted. */
    TrainerMeters.Outcome counted();

    /** The adapter is announced. */
    record Trained(AdapterId adapter) implements JobOutcome {
        @Override
        public Disposition disposition() {
            return Disposition.DONE;
        }

        @Override
        public String reason() {
            return "adapter " + adapter;
        }

        @Override
        public TrainerMeters.Outcome counted() {
            return TrainerMeters.Outcome.SUCCEEDED;
        }
    }

    /** It can't succeed: the job goes to the dead letters. */
    record Unusable(Fault fault) implements JobOutcome {
        @Override
        public Disposition disposition() {
            return Disposition.DROP;
        }

        @Override
        public String reason() {
            return fault.type() + ": " + fault.detail();
        }

        @Override
        public TrainerMeters.Outcome counted() {
            return TrainerMeters.Outcome.FAILED;
        }
    }

    /** It was stopped, or erased, on request. */
    record Ended(RunStop.Reason why) implements JobOutcome {
        @Override
        public Disposition disposition() {
            return Disposition.DONE;
        }

        @Override
        public String reason() {
            return "ended on request: " + why;
        }

        @Override
        public TrainerMeters.Outcome counted() {
            return TrainerMeters.Outcome.CANCELED;
        }
    }

    /** It may succeed another time: the job is handed back. */
    record Interrupted(String cause) implements JobOutcome {
        @Override
        public Disposition disposition() {
            return Disposition.RETRY;
        }

        @Override
        public String reason() {
            return cause;
        }

        @Override
        public TrainerMeters.Outcome counted() {
            return TrainerMeters.Outcome.RETRIED;
        }
    }
}
