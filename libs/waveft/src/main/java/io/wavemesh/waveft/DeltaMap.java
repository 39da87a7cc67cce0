package io.wavemesh.waveft;

import java.util.Arrays;

/**
 * The linear map from the coefficients of one layer shape to the weights that they change:
 * {@code delta[touched[e]] += weight[e] * coefficient[c[e]]} over all entries e. A coefficient of a family with f taps
 * has at most f x f entries, so no dense transform is ever made. Entries are ordered by touched weight, then by
 * coefficient; sums over them are therefore equal to the bit from run to run. Immutable, safe for several threads.
 *
 * <p>Source: PEFT 0.21, {@code WaveFTLayer.get_delta_weight}. {@link ReferenceDelta} is the same map, written to be read.
 */
public final class DeltaMap {
    private final int out;
    private final int in;
    private final int count;
    private final int[] touched;
    private final int[] starts;
    private final int[] coefficients;
    private final float[] weights;

    private DeltaMap(Positions positions, long[] entries, float[] weights) {
        this.out = positions.out();
        this.in = positions.in();
        this.count = positions.count();
        this.weights = weights;
        this.coefficients = new int[entries.length];
        int[] unique = new int[entries.length];
        int[] first = new int[entries.length + 1];
        int size = 0;
        for (int e = 0; e < entries.length; e++) {
            int index = (int) (entries[e] >>> 32);
            coefficients[e] = (int) entries[e];
            if (size == 0 || unique[size - 1] != index) {
                first[size] = e;
                unique[size++] = index;
            }
        }
        first[size] = entries.length;
        this.touched = Arrays.copyOf(unique, size);
        this.starts = Arrays.copyOf(first, size + 1);
    }

    /**
     * The map of a wavelet family: the positions lie in the coefficient matrix, and its single-level inverse transform
     * is added to the weight.
     *
     * @param out rows of the weight
     * @param in columns of the weight
     * @param positions of this shape
     * @param family filters
     * @throws IllegalArgumentException if the positions are of another shape, or the map has over 2^31 - 9 entries
     */
    public static DeltaMap wavelet(int out, int in, Positions positions, WaveletFamily family) {
        checkShape(out, in, positions);
        WaveletEntries entries = new WaveletEntries(out, in, positions, family);
        long[] sorted = entries.sorted();
        return new DeltaMap(positions, entries.weighted(sorted), entries.weights());
    }

    /** The map of SHiRA: each coefficient is added to the weight at its position. */
    public static DeltaMap direct(int out, int in, Positions positions) {
        checkShape(out, in, positions);
        long[] entries = new long[positions.count()];
        for (int c = 0; c < entries.length; c++) {
            entries[c] = (long) positions.flat(c) << 32 | c;
        }
        Arrays.sort(entries);
        float[] ones = new float[entries.length];
        Arrays.fill(ones, 1);
        return new DeltaMap(positions, entries, ones);
    }

    private static void checkShape(int out, int in, Positions positions) {
        if (positions.out() != out || positions.in() != in) {
            throw new IllegalArgumentException("positions are of shape [" + positions.out() + ", " + positions.in()
                    + "], the weight is [" + out + ", " + in + "]");
        }
    }

    /** Rows of the weight. */
    public int out() {
        return out;
    }

    /** Columns of the weight. */
    public int in() {
        return in;
    }

    /** Number of coefficients. */
    public int count() {
        return count;
    }

    /** Number of weights that change. */
    public int touchedCount() {
        return touched.length;
    }

    /** The weights that change: row-major indices, ascending, each once. A copy. */
    public int[] touched() {
        return touched.clone();
    }

    /**
     * The change of the touched weights, {@code scaling * sum of weight * coefficient}.
     *
     * @param values coefficients in draw order
     * @param scaling factor on the change
     * @return one value for each of {@link #touched()}
     */
    public float[] apply(float[] values, float scaling) {
        checkLength("coefficients", values.length, count);
        float[] changes = new float[touched.length];
        int e = 0;
        for (int t = 0; t < changes.length; t++) {
            double sum = 0;
            for (int end = starts[t + 1]; e < end; e++) {
                sum += (double) weights[e] * values[coefficients[e]];
            }
            changes[t] = (float) (sum * scaling);
        }
        return changes;
    }

    /**
     * The transposed map: the gradient of the coefficients from that of the touched weights.
     *
     * @param gradientAtTouched one value for each of {@link #touched()}
     * @param scaling factor on the change
     * @return one value a coefficient, in draw order
     */
    public float[] transpose(float[] gradientAtTouched, float scaling) {
        checkLength("gradients", gradientAtTouched.length, touched.length);
        double[] sums = new double[count];
        int e = 0;
        for (int t = 0; t < touched.length; t++) {
            double gradient = gradientAtTouched[t];
            for (int end = starts[t + 1]; e < end; e++) {
                sums[coefficients[e]] += weights[e] * gradient;
            }
        }
        float[] gradients = new float[count];
        for (int c = 0; c < count; c++) {
            gradients[c] = (float) (sums[c] * scaling);
        }
        return gradients;
    }

    /** Number of entries. */
    public int entryCount() {
        return weights.length;
    }

    /** For each entry the place of its weight in {@link #touched()}; ascending. A new array. */
    public int[] entryTouched() {
        int[] places = new int[weights.length];
        for (int t = 0; t < touched.length; t++) {
            Arrays.fill(places, starts[t], starts[t + 1], t);
        }
        return places;
    }

    /** For each entry its coefficient, in draw order. A copy. */
    public int[] entryCoefficient() {
        return coefficients.clone();
    }

    /** For each entry the factor on its coefficient. A copy. */
    public float[] entryWeight() {
        return weights.clone();
    }

    /** Memory held, in bytes. */
    long byteCount() {
        return 8L * (touched.length + weights.length);
    }

    private static void checkLength(String what, int found, int expected) {
        if (found != expected) {
            throw new IllegalArgumentException("expected " + expected + " " + what + ", were " + found);
        }
    }
}
