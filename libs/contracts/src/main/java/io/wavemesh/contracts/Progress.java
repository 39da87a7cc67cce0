package io.wavemesh.contracts;

import java.util.Optional;

/**
 * How far a running job is.
 *
 * @param phase what the trainer is doing
 * @param step optimizer steps done
 * @param steps optimizer steps in all; 0 while unknown
 * @param loss of the last step
 * @param secondsLeft estimate for the rest of the job
 */
public record Progress(JobPhase phase, int step, int steps, Optional<Double> loss, Optional<Double> secondsLeft) {
    /** Throws {@link IllegalArgumentException} if a component is missing or out of its range. */
    public Progress {
        Checks.required("phase", phase);
        Checks.range("steps", steps, 0, 10_000_000);
        Checks.range("step", step, 0, steps);
        loss = Checks.optional(loss);
        loss.ifPresent(l -> Checks.range("loss", l, -Double.MAX_VALUE, Double.MAX_VALUE));
        secondsLeft = Checks.optional(secondsLeft);
        secondsLeft.ifPresent(s -> Checks.range("secondsLeft", s, 0, 1e9));
    }

    /** A phase in which nothing is counted yet. */
    public static Progress of(JobPhase phase) {
        return new Progress(phase, 0, 0, Optional.empty(), Optional.empty());
    }
}
