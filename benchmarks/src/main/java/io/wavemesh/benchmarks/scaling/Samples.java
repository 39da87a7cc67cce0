package io.wavemesh.benchmarks.scaling;

import java.util.Arrays;

/** Times of many things, for exact percentiles; 4 bytes each. Not safe for several threads. */
final class Samples {
    private float[] values = new float[1024];
    private int count;
    private boolean sorted = true;
    private double sum;

    void add(double seconds) {
        if (count == values.length) {
            values = Arrays.copyOf(values, count * 2);
        }
        values[count++] = (float) seconds;
        sum += seconds;
        sorted = false;
    }

    int count() {
        return count;
    }

    double sum() {
        return sum;
    }

    /** 0 for none. */
    double mean() {
        return count == 0 ? 0 : sum / count;
    }

    /** The least value that at least this share is not above; 0 for none. */
    double percentile(double share) {
        if (count == 0) {
            return 0;
        }
        if (!sorted) {
            Arrays.sort(values, 0, count);
            sorted = true;
        }
        return values[Math.max(0, (int) Math.ceil(share * count) - 1)];
    }
}
