package io.wavemesh.trainer.domain;

import io.wavemesh.contracts.JobPhase;
import java.time.Duration;

/** Follows a training; called on the training thread, and quick. */
public interface TrainingWatch {
    /** A part of the work begins. */
    void phase(JobPhase phase);

    /** The number of steps is known. */
    void planned(int steps);

    /**
     * A step is done.
     *
     * @param step from 1
     * @param loss of this step
     * @param elapsed time it took
     */
    void step(int step, double loss, Duration elapsed);

    /** Asked before each step: true ends the training. */
    boolean isStopped();
}
