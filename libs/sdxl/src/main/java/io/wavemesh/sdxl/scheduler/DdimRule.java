package io.wavemesh.sdxl.scheduler;

import java.util.ArrayList;
import java.util.List;

/**
 * DDIM without added noise (arXiv 2010.02502, equation 12): x' = sqrt(a') · x0 + sqrt(1 - a') · noise; the last step
 * ends at the first training timestep's level.
 */
record DdimRule(NoiseSchedule noise) {

    ScheduleTable table(int[] timesteps) {
        int ratio = noise.trainTimesteps() / timesteps.length;
        List<DenoisingStep> steps = new ArrayList<>();
        List<Float> levels = new ArrayList<>();
        for (int timestep : timesteps) {
            double alpha = noise.alphaCumprod(timestep);
            double next = noise.alphaCumprod(Math.max(0, timestep - ratio));
            levels.add((float) Math.sqrt((1 - alpha) / alpha));
            steps.add(step(timestep, alpha, next));
        }
        double last = noise.alphaCumprod(Math.max(0, timesteps[timesteps.length - 1] - ratio));
        levels.add((float) Math.sqrt((1 - last) / last));
        return new ScheduleTable(steps, levels, 1);
    }

    private DenoisingStep step(int timestep, double alphaPower, double nextPower) {
        double alpha = Math.sqrt(alphaPower);
        double sigma = Math.sqrt(1 - alphaPower);
        double nextAlpha = Math.sqrt(nextPower);
        double nextSigma = Math.sqrt(1 - nextPower);
        double fromSample;
        double fromOutput;
        switch (noise.predictionType()) {
            case EPSILON -> {
                fromSample = nextAlpha / alpha;
                fromOutput = nextSigma - nextAlpha * sigma / alpha;
            }
            case V_PREDICTION -> {
                fromSample = nextAlpha * alpha + nextSigma * sigma;
                fromOutput = nextSigma * alpha - nextAlpha * sigma;
            }
            case SAMPLE -> {
                fromSample = nextSigma / sigma;
                fromOutput = nextAlpha - nextSigma * alpha / sigma;
            }
            default -> throw new IllegalStateException(noise.predictionType().key());
        }
        return new DenoisingStep(timestep, 1, (float) fromSample, (float) fromOutput, 0, 0, 0, 0);
    }
}
