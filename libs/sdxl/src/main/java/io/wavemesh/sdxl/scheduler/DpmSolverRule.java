package io.wavemesh.sdxl.scheduler;

import java.util.ArrayList;
import java.util.List;

/**
 * DPM-Solver++ of order two, multistep with midpoints (arXiv 2211.01095, algorithm 2). With lambda = -log(sigma), h the
 * step in lambda, r = previous h / h and m the estimates of the clean sample:
 * x' = sigma'/sigma · x - alpha' (e^-h - 1) (m + (m - m_previous) / (2 r)). The first step is of order one, and the last
 * one where it ends at sigma 0 or there are fewer than 15.
 */
record DpmSolverRule(PredictionType predictionType) {
    private static final int FEW_STEPS = 15;

    ScheduleTable table(double[] timesteps, float[] sigmas) {
        List<DenoisingStep> steps = new ArrayList<>();
        List<Float> levels = new ArrayList<>();
        for (float sigma : sigmas) {
            levels.add(sigma);
        }
        for (int i = 0; i < timesteps.length; i++) {
            boolean last = i == timesteps.length - 1;
            boolean firstOrder = i == 0
                    || sigmas[i - 1] == sigmas[i] // repeated by rounding: no slope to be had
                    || last && (sigmas[i + 1] == 0 || timesteps.length < FEW_STEPS);
            steps.add(step(timesteps[i], firstOrder ? Double.NaN : sigmas[i - 1], sigmas[i], sigmas[i + 1]));
        }
        return new ScheduleTable(steps, levels, 1);
    }

    /** @param before the sigma one step earlier, NaN for a step of order one */
    private DenoisingStep step(double timestep, double before, double level, double nextLevel) {
        double alpha = 1 / Math.sqrt(level * level + 1);
        double sigma = level * alpha;
        double nextAlpha = 1 / Math.sqrt(nextLevel * nextLevel + 1);
        double nextSigma = nextLevel * nextAlpha;
        double h = Math.log(level) - Math.log(nextLevel);
        double gain = -nextAlpha * Math.expm1(-h);
        double fromEstimate = gain;
        double fromPrevious = 0;
        if (!Double.isNaN(before)) {
            double r = (Math.log(before) - Math.log(level)) / h;
            fromEstimate = gain * (1 + 0.5 / r);
            fromPrevious = -gain * 0.5 / r;
        }
        double[] estimate = estimate(alpha, sigma);
        return new DenoisingStep(
                (float) timestep,
                1,
                (float) (nextSigma / sigma + fromEstimate * estimate[0]),
                (float) (fromEstimate * estimate[1]),
                (float) fromPrevious,
                (float) estimate[0],
                (float) estimate[1],
                0);
    }

    /** The clean sample as coefficients of sample and output. */
    private double[] estimate(double alpha, double sigma) {
        return switch (predictionType) {
            case EPSILON -> new double[] {1 / alpha, -sigma / alpha};
            case V_PREDICTION -> new double[] {alpha, -sigma};
            case SAMPLE -> new double[] {0, 1};
        };
    }
}
