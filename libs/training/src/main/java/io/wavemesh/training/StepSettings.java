package io.wavemesh.training;

import io.wavemesh.sdxl.scheduler.PredictionType;

/**
 * What every step of a job does alike.
 *
 * @param activations which are kept for the backward pass
 * @param atOnce pictures of a batch that are computed together, the rest after them; rounding aside the result is the same
 * @param clip largest norm of the gradient
 */
record StepSettings(PredictionType target, ActivationPlan activations, int atOnce, double noiseOffset, double clip) {

    /** In the order that {@code put_settings} reads. */
    double[] numbers() {
        int number =
                switch (target) {
                    case EPSILON -> 0;
                    case V_PREDICTION -> 1;
                    case SAMPLE -> 2;
                };
        return new double[] {number, atOnce, noiseOffset, clip};
    }

    /** The same within less memory: first everything is recomputed, then half as many pictures at once, down to one. */
    StepSettings smaller() {
        if (activations.count() > 0) {
            return new StepSettings(target, ActivationPlan.none(activations.kept().length), atOnce, noiseOffset, clip);
        }
        return new StepSettings(target, activations, (atOnce + 1) / 2, noiseOffset, clip);
    }

    /** Whether {@link #smaller} would change nothing. */
    boolean smallest() {
        return activations.count() == 0 && atOnce == 1;
    }

    @Override
    public String toString() {
        return "activations of %d of %d stages kept, %d pictures at once"
                .formatted(activations.count(), activations.kept().length, atOnce);
    }
}
