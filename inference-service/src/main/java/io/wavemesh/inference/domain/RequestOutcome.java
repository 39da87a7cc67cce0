package io.wavemesh.inference.domain;

import io.wavemesh.contracts.Disposition;
import io.wavemesh.contracts.GenerationResult;

/** How an attempt at a request ended. */
public sealed interface RequestOutcome {
    /** What the queue must do with the request. */
    Disposition disposition();

    /** One line for the log. */
    String reason();

    /**
     * The result is kept and told.
     *
     * @param result the one that stands
     */
    record Answered(GenerationResult result) implements RequestOutcome {
        @Override
        public Disposition disposition() {
            return Disposition.DONE;
        }

        @Override
        public String reason() {
            return result.fault().map(f -> f.type() + ": " + f.detail()).orElse("answered");
        }
    }

    /**
     * It may be answered another time, here or elsewhere.
     *
     * @param reason why not now
     */
    record Postponed(String reason) implements RequestOutcome {
        @Override
        public Disposition disposition() {
            return Disposition.RETRY;
        }
    }
}
