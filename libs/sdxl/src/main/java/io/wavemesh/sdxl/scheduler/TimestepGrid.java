package io.wavemesh.sdxl.scheduler;

/**
 * Which training timesteps a run visits, from noisy to clean. The kinds of schedulers count differently.
 *
 * @param trainTimesteps number of training timesteps, T
 * @param steps number of denoising steps, n, in 1..T
 * @param offset added to leading timesteps
 * @param spacing how they are spread
 */
record TimestepGrid(int trainTimesteps, int steps, int offset, TimestepSpacing spacing) {

    /** Euler's: T // n for leading, linspace unrounded. */
    double[] fractional() {
        double[] result = new double[steps];
        for (int i = 0; i < steps; i++) {
            result[i] = switch (spacing) {
                case LEADING -> (double) (steps - 1 - i) * (trainTimesteps / steps) + offset;
                case TRAILING -> trailing(i);
                case LINSPACE -> (float) even(steps - 1 - i, trainTimesteps - 1, steps - 1);
            };
        }
        return result;
    }

    /**
     * DDIM's: T // n for leading, everything rounded to whole numbers.
     *
     * @throws IllegalArgumentException if the offset leads beyond the last training timestep
     */
    int[] whole() {
        int[] result = new int[steps];
        for (int i = 0; i < steps; i++) {
            result[i] = switch (spacing) {
                case LEADING -> (steps - 1 - i) * (trainTimesteps / steps) + offset;
                case TRAILING -> (int) trailing(i);
                case LINSPACE -> (int) Math.rint(even(steps - 1 - i, trainTimesteps - 1, steps - 1));
            };
        }
        if (result[0] >= trainTimesteps) {
            throw new IllegalArgumentException("steps must be fewer than " + steps
                    + " with leading spacing and steps_offset " + offset + " of " + trainTimesteps + " timesteps");
        }
        return result;
    }

    /**
     * DPM-Solver++'s: T // (n + 1) for leading, linspace over n + 1 points without the last, everything rounded.
     *
     * @throws IllegalArgumentException if leading spacing leaves no ratio
     */
    double[] multistep() {
        int ratio = trainTimesteps / (steps + 1);
        if (spacing == TimestepSpacing.LEADING && ratio == 0) {
            throw new IllegalArgumentException(
                    "steps must be in 1.." + (trainTimesteps - 1) + " with leading spacing, was " + steps);
        }
        double[] result = new double[steps];
        for (int i = 0; i < steps; i++) {
            result[i] = switch (spacing) {
                case LEADING -> (double) (steps - i) * ratio + offset;
                case TRAILING -> trailing(i);
                case LINSPACE -> Math.rint(even(steps - i, trainTimesteps - 1, steps));
            };
        }
        return result;
    }

    private double trailing(int step) {
        double stride = trainTimesteps - (double) trainTimesteps / steps - trainTimesteps; // rounded as numpy does
        return Math.rint(trainTimesteps + step * stride) - 1;
    }

    /** The {@code index}-th of evenly spaced points from 0 to {@code last}. */
    private static double even(int index, int last, int intervals) {
        if (index == intervals) {
            return intervals == 0 ? 0 : last;
        }
        return index * ((double) last / intervals);
    }
}
