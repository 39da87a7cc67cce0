package io.wavemesh.sdxl.scheduler;

import java.util.ArrayList;
import java.util.List;

/**
 * Euler steps in the variance-exploding view: x' = x + (x - x0) / sigma · (sigma' - sigma), the network sees x /
 * sqrt(sigma² + 1).
 */
record EulerRule(PredictionType predictionType, boolean scaledStart) {

    ScheduleTable table(double[] timesteps, float[] sigmas) {
        List<DenoisingStep> steps = new ArrayList<>();
        List<Float> levels = new ArrayList<>();
        double most = 0;
        for (float sigma : sigmas) {
            levels.add(sigma);
            most = Math.max(most, sigma);
        }
        for (int i = 0; i < timesteps.length; i++) {
            steps.add(step(timesteps[i], sigmas[i], sigmas[i + 1]));
        }
        return new ScheduleTable(steps, levels, scaledStart ? Math.sqrt(most * most + 1) : most);
    }

    private DenoisingStep step(double timestep, double sigma, double next) {
        double alpha = 1 / Math.sqrt(sigma * sigma + 1);
        // x0 = fromSample · x + fromOutput · o
        double fromSample;
        double fromOutput;
        switch (predictionType) {
            case EPSILON -> {
                fromSample = 1;
                fromOutput = -sigma;
            }
            case V_PREDICTION -> {
                fromSample = alpha * alpha;
                fromOutput = -sigma * alpha;
            }
            case SAMPLE -> {
                fromSample = 0;
                fromOutput = 1;
            }
            default -> throw new IllegalStateException(predictionType.key());
        }
        double slope = (next - sigma) / sigma;
        return new DenoisingStep(
                (float) timestep,
                (float) alpha,
                (float) (1 + slope * (1 - fromSample)),
                (float) (-slope * fromOutput),
                0,
                0,
                0,
                0);
    }
}
