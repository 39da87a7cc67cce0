package io.wavemesh.training;

import io.wavemesh.sdxl.scheduler.PredictionType;

/**
 * What every step of a job does alike.
 *
 * @param keepActivations kept for the backward pass, or recomputed stage by stage
 * @param clip largest norm of the gradient
 */
record StepSettings(PredictionType target, boolean keepActivations, double noiseOffset, double clip) {

    /** In the order that {@code put_settings} reads. */
    double[] numbers() {
        int number =
                switch (target) {
                    case EPSILON -> 0;
                    case V_PREDICTION -> 1;
                    case SAMPLE -> 2;
                };
        return new double[] {number, keepActivations ? 1 : 0, noiseOffset, clip};
    }
}
