package io.wavemesh.trainer.domain;

import java.time.Duration;

/** What is measured in a trainer. */
public interface TrainerMeters {
    /** How an attempt at a job ended. */
    enum Outcome {
        SUCCEEDED,
        FAILED,
        CANCELED,
        RETRIED
    }

    /** A step is done. */
    void step(Duration elapsed);

    /** An attempt at a job ended. */
    void job(Outcome outcome);
}
