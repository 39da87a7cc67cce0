package io.wavemesh.sdxl.reference;

import io.wavemesh.sdxl.network.Activation;

/** The few inner loops of the interpreter; sums are kept in double precision. */
final class Kernels {
    private Kernels() {}

    /** Inner product of {@code n} values; four sums, so that they do not wait for each other. */
    static double dot(float[] a, int fromA, float[] b, int fromB, int n) {
        double s0 = 0;
        double s1 = 0;
        double s2 = 0;
        double s3 = 0;
        int i = 0;
        for (; i < n - 3; i += 4) {
            s0 += (double) a[fromA + i] * b[fromB + i];
            s1 += (double) a[fromA + i + 1] * b[fromB + i + 1];
            s2 += (double) a[fromA + i + 2] * b[fromB + i + 2];
            s3 += (double) a[fromA + i + 3] * b[fromB + i + 3];
        }
        for (; i < n; i++) {
            s0 += (double) a[fromA + i] * b[fromB + i];
        }
        return s0 + s1 + (s2 + s3);
    }

    /** Rows times the transpose of a matrix: y[r, o] = x[r, ·] · w[o, ·] + bias[o]. */
    static float[] matrixProduct(float[] x, int rows, int in, float[] w, int out, float[] bias) {
        float[] y = new float[rows * out];
        for (int o = 0; o < out; o++) {
            double offset = bias == null ? 0 : bias[o];
            for (int r = 0; r < rows; r++) {
                y[r * out + o] = (float) (dot(x, r * in, w, o * in, in) + offset);
            }
        }
        return y;
    }

    /** In place: exp(x - max) over their sum. */
    static void softmax(double[] scores, int n) {
        double most = Double.NEGATIVE_INFINITY;
        for (int i = 0; i < n; i++) {
            most = Math.max(most, scores[i]);
        }
        double sum = 0;
        for (int i = 0; i < n; i++) {
            scores[i] = Math.exp(scores[i] - most);
            sum += scores[i];
        }
        for (int i = 0; i < n; i++) {
            scores[i] /= sum;
        }
    }

    /** One value through an activation. */
    static double activate(Activation kind, double x) {
        return switch (kind) {
            case NONE -> x;
            case SILU -> x / (1 + Math.exp(-x));
            case GELU -> 0.5 * x * (1 + erf(x / Math.sqrt(2)));
            case QUICK_GELU -> x / (1 + Math.exp(-1.702 * x));
        };
    }

    /**
     * The error function, absolute error below 1e-15: its Maclaurin series for small arguments, Legendre's continued
     * fraction of the complement beyond.
     */
    static double erf(double x) {
        double magnitude = Math.abs(x);
        if (magnitude > 6) {
            return Math.signum(x);
        }
        if (magnitude < 2.5) {
            double term = x;
            double sum = x;
            for (int n = 1; Math.abs(term) > 1e-17 * Math.abs(sum); n++) {
                term *= -x * x / n;
                sum += term / (2 * n + 1);
            }
            return 2 / Math.sqrt(Math.PI) * sum;
        }
        double fraction = 0;
        for (int n = 60; n >= 1; n--) {
            fraction = n / 2.0 / (magnitude + fraction);
        }
        double complement = Math.exp(-x * x) / Math.sqrt(Math.PI) / (magnitude + fraction);
        return Math.signum(x) * (1 - complement);
    }
}
