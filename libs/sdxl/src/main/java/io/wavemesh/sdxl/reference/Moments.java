package io.wavemesh.sdxl.reference;

/**
 * Mean and reciprocal deviation of a stretch of values.
 *
 * @param mean their mean
 * @param scale 1 / sqrt(variance + eps), with the variance of the whole stretch (not of a sample)
 */
record Moments(double mean, double scale) {
    static Moments of(float[] values, int from, int count, double eps) {
        double sum = 0;
        for (int i = from; i < from + count; i++) {
            sum += values[i];
        }
        double mean = sum / count;
        double squares = 0;
        for (int i = from; i < from + count; i++) {
            squares += (values[i] - mean) * (values[i] - mean);
        }
        return new Moments(mean, 1 / Math.sqrt(squares / count + eps));
    }

    double normed(float value) {
        return (value - mean) * scale;
    }
}
