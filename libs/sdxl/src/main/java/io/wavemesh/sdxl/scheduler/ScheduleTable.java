package io.wavemesh.sdxl.scheduler;

import java.util.List;

/**
 * All denoising steps of one run as a table of linear coefficients, so that the loop over steps can live inside a
 * graph.
 *
 * @param steps the steps in the order of denoising, columns as {@link DenoisingStep#row()} has them
 * @param sigmas noise over signal at each step and after the last one, steps + 1 values
 * @param initNoiseSigma the factor of the unit Gaussian noise that denoising starts from
 */
public record ScheduleTable(List<DenoisingStep> steps, List<Float> sigmas, double initNoiseSigma) {
    /** Copies the lists. */
    public ScheduleTable {
        steps = List.copyOf(steps);
        sigmas = List.copyOf(sigmas);
        if (sigmas.size() != steps.size() + 1) {
            throw new IllegalArgumentException(
                    "sigmas must be one more than steps, were " + sigmas.size() + " and " + steps.size());
        }
    }

    /** Number of steps. */
    public int stepCount() {
        return steps.size();
    }

    /** The timesteps that the network is given, in order; may be fractional. */
    public float[] timesteps() {
        float[] result = new float[steps.size()];
        for (int i = 0; i < result.length; i++) {
            result[i] = steps.get(i).timestep();
        }
        return result;
    }

    /** The whole table, row-major [steps, 8]. */
    public float[] flat() {
        return flat(0, steps.size());
    }

    /**
     * A slice of the table for a run that goes on later; row-major [to - from, 8].
     *
     * @param from first step
     * @param to step after the last
     */
    public float[] flat(int from, int to) {
        float[] result = new float[(to - from) * DenoisingStep.COLUMNS];
        for (int i = from; i < to; i++) {
            System.arraycopy(steps.get(i).row(), 0, result, (i - from) * DenoisingStep.COLUMNS, DenoisingStep.COLUMNS);
        }
        return result;
    }
}
