package io.wavemesh.sdxl.scheduler;

/**
 * Sigmas between those of training: interpolation, its inverse, and the levels of Karras et al. Follows the reference's
 * types (fp32 tables, fp64 arithmetic), so that tables agree to the last digits.
 */
final class NoiseLevels {
    private static final double RHO = 7;

    private final float[] sigmas;
    private final float[] logSigmas;

    /** @param sigmas noise over signal of each training timestep, rising */
    NoiseLevels(float[] sigmas) {
        this.sigmas = sigmas;
        this.logSigmas = new float[sigmas.length];
        for (int i = 0; i < sigmas.length; i++) {
            logSigmas[i] = (float) Math.log(sigmas[i]);
        }
    }

    double least() {
        return sigmas[0];
    }

    double most() {
        return sigmas[sigmas.length - 1];
    }

    /** The sigma at a timestep, linear in between, the nearest end outside. */
    double at(double timestep) {
        if (timestep <= 0) {
            return least();
        }
        if (timestep >= sigmas.length - 1) {
            return most();
        }
        int low = (int) timestep;
        return ((double) sigmas[low + 1] - sigmas[low]) * (timestep - low) + sigmas[low];
    }

    /** The timestep of a sigma, linear in its logarithm, the nearest end outside. */
    double timestepOf(double sigma) {
        if (sigmas.length == 1) {
            return 0;
        }
        double log = Math.log(Math.max(sigma, 1e-10));
        int low = 0;
        while (low < logSigmas.length - 2 && log >= logSigmas[low + 1]) {
            low++;
        }
        double weight = (logSigmas[low] - log) / (logSigmas[low] - logSigmas[low + 1]);
        weight = Math.max(0, Math.min(1, weight));
        return (1 - weight) * low + weight * (low + 1);
    }

    /** Falling from {@code most} to {@code least}, evenly in their seventh roots (Karras et al., equation 5). */
    static double[] karras(double most, double least, int steps) {
        double first = Math.pow(most, 1 / RHO);
        double last = Math.pow(least, 1 / RHO);
        double[] result = new double[steps];
        for (int i = 0; i < steps; i++) {
            double ramp = steps == 1 ? 0 : (double) i / (steps - 1);
            result[i] = Math.pow(first + ramp * (last - first), RHO);
        }
        return result;
    }
}
