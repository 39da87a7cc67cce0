package io.wavemesh.generation;

import io.wavemesh.sdxl.scheduler.SchedulerKind;
import io.wavemesh.sdxl.scheduler.TimestepSpacing;
import java.util.Optional;

/**
 * How latents are denoised.
 *
 * @param spacing of timesteps; empty for the model's own
 * @param steps denoising steps, at least 1
 * @param guidanceScale weight of the prompt against the negative one; 1 or less is no guidance
 */
public record Sampling(SchedulerKind scheduler, Optional<TimestepSpacing> spacing, int steps, double guidanceScale) {
    private static final int MOST_STEPS = 1000;
    private static final double MOST_GUIDANCE = 100;

    /** Throws {@link GenerationException} if a number is out of range. */
    public Sampling {
        if (steps < 1 || steps > MOST_STEPS) {
            throw new GenerationException("steps must be in 1.." + MOST_STEPS + ", was " + steps);
        }
        if (!(guidanceScale >= 0 && guidanceScale <= MOST_GUIDANCE)) {
            throw new GenerationException("guidance scale must be in 0.." + MOST_GUIDANCE + ", was " + guidanceScale);
        }
    }

    /** Whether the negative prompt counts. */
    boolean guided() {
        return guidanceScale > 1;
    }

    /** With another scheduler. */
    public Sampling withScheduler(SchedulerKind other) {
        return new Sampling(other, spacing, steps, guidanceScale);
    }

    /** With a spacing in place of the model's own. */
    public Sampling withSpacing(TimestepSpacing other) {
        return new Sampling(scheduler, Optional.of(other), steps, guidanceScale);
    }

    /** With another number of steps. */
    public Sampling withSteps(int other) {
        return new Sampling(scheduler, spacing, other, guidanceScale);
    }

    /** With another guidance scale. */
    public Sampling withGuidanceScale(double other) {
        return new Sampling(scheduler, spacing, steps, other);
    }
}
