package io.wavemesh.benchmarks.exactness;

/**
 * How far a device's result lies from the CPU's in fp32.
 *
 * @param quantity what was computed
 * @param arithmetic of the device
 * @param largest difference over the largest value
 * @param norm of the difference over the norm of the value
 * @param tolerance of {@code largest} in fp32 and of {@code norm} in 16 bits, where single entries are rounding noise
 */
record Deviation(String quantity, Arithmetic arithmetic, double largest, double norm, double tolerance) {

    /** What the device computes in. */
    enum Arithmetic {
        FP32,
        FP16,
        BF16
    }

    static Deviation of(String quantity, Arithmetic arithmetic, float[] found, float[] expected, double tolerance) {
        if (found.length != expected.length) {
            throw new IllegalStateException(
                    "%s: %d values, expected %d".formatted(quantity, found.length, expected.length));
        }
        double largest = 0;
        double most = 0;
        double difference = 0;
        double total = 0;
        boolean finite = true;
        for (int i = 0; i < found.length; i++) {
            double d = (double) found[i] - expected[i];
            finite &= Double.isFinite(d);
            largest = Math.max(largest, Math.abs(d));
            most = Math.max(most, Math.abs(expected[i]));
            difference += d * d;
            total += (double) expected[i] * expected[i];
        }
        if (!finite) {
            return new Deviation(quantity, arithmetic, Double.NaN, Double.NaN, tolerance);
        }
        boolean zero = difference == 0;
        return new Deviation(
                quantity, arithmetic, zero ? 0 : largest / most, zero ? 0 : Math.sqrt(difference / total), tolerance);
    }

    /** Whether it stays within its tolerance; not a number does not. */
    boolean holds() {
        return (arithmetic == Arithmetic.FP32 ? largest : norm) <= tolerance;
    }
}
