package io.wavemesh.testkit;

/** Compares arrays by their greatest difference, relative to the greatest expected magnitude. */
public final class Relative {
    private Relative() {}

    /** {@code max |actual - expected| / max |expected|}; the plain difference where all expected are zero. */
    public static double error(float[] actual, float[] expected) {
        return error(widen(actual), widen(expected));
    }

    /** {@code max |actual - expected| / max |expected|}; the plain difference where all expected are zero. */
    public static double error(double[] actual, double[] expected) {
        if (actual.length != expected.length) {
            throw new AssertionError("expected " + expected.length + " values, were " + actual.length);
        }
        double difference = 0;
        double magnitude = 0;
        for (int i = 0; i < actual.length; i++) {
            double error = Math.abs(actual[i] - expected[i]);
            if (Double.isNaN(error)) {
                return Double.POSITIVE_INFINITY;
            }
            difference = Math.max(difference, error);
            magnitude = Math.max(magnitude, Math.abs(expected[i]));
        }
        return magnitude == 0 ? difference : difference / magnitude;
    }

    /**
     * Fails unless the relative error is within a tolerance.
     *
     * @throws AssertionError that tells the error and the place of the greatest difference
     */
    public static void assertClose(float[] actual, float[] expected, double tolerance) {
        assertClose(widen(actual), widen(expected), tolerance);
    }

    /**
     * Fails unless the relative error is within a tolerance.
     *
     * @throws AssertionError that tells the error and the place of the greatest difference
     */
    public static void assertClose(double[] actual, double[] expected, double tolerance) {
        double error = error(actual, expected);
        if (!(error <= tolerance)) {
            int worst = worst(actual, expected);
            throw new AssertionError("relative error " + error + " is above " + tolerance + "; at [" + worst
                    + "] expected " + expected[worst] + ", was " + actual[worst]);
        }
    }

    private static int worst(double[] actual, double[] expected) {
        int worst = 0;
        for (int i = 0; i < actual.length; i++) {
            double error = Math.abs(actual[i] - expected[i]);
            if (Double.isNaN(error)) {
                return i;
            }
            if (error > Math.abs(actual[worst] - expected[worst])) {
                worst = i;
            }
        }
        return worst;
    }

    private static double[] widen(float[] values) {
        double[] wide = new double[values.length];
        for (int i = 0; i < wide.length; i++) {
            wide[i] = values[i];
        }
        return wide;
    }
}
