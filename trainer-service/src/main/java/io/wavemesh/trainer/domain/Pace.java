package io.wavemesh.trainer.domain;

import java.time.Duration;
import java.util.Optional;

/** Estimates the time left from the time of the latest steps. One thread at a time. */
final class Pace {
    private static final double WEIGHT_OF_LATEST = 0.1;

    private double secondsPerStep;

    /** Time for {@code stepsLeft} more steps, given the time of the one just done. */
    Optional<Double> secondsLeft(Duration elapsed, int stepsLeft) {
        double seconds = elapsed.toNanos() / 1e9;
        secondsPerStep =
                secondsPerStep == 0 ? seconds : (1 - WEIGHT_OF_LATEST) * secondsPerStep + WEIGHT_OF_LATEST * seconds;
        return Optional.of(Math.round(Math.max(0, stepsLeft) * secondsPerStep * 10) / 10.0);
    }
}
