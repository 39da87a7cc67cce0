package io.wavemesh.benchmarks.program;

import java.util.Arrays;
import java.util.Collection;
import java.util.Map;

/**
 * Times of equal runs.
 *
 * @param seconds at least one
 */
public record Measurement(double[] seconds) {
    private static final double MILLIS = 1e3;

    /** Sorts a copy; throws {@link IllegalArgumentException} if there is none. */
    public Measurement {
        if (seconds.length == 0) {
            throw new IllegalArgumentException("there is no run to measure");
        }
        seconds = seconds.clone();
        Arrays.sort(seconds);
    }

    /** Of times in seconds. */
    public static Measurement of(Collection<Double> seconds) {
        return new Measurement(seconds.stream().mapToDouble(Double::doubleValue).toArray());
    }

    /** Runs a task several times and times each. */
    public static Measurement of(int runs, Runnable task) {
        double[] seconds = new double[runs];
        for (int run = 0; run < runs; run++) {
            long start = System.nanoTime();
            task.run();
            seconds[run] = (System.nanoTime() - start) * 1e-9;
        }
        return new Measurement(seconds);
    }

    /** The time in the middle; of an even number the mean of both. */
    public double median() {
        int half = seconds.length / 2;
        return seconds.length % 2 == 1 ? seconds[half] : (seconds[half - 1] + seconds[half]) / 2;
    }

    /** The least time. */
    public double least() {
        return seconds[0];
    }

    /** Adds {@code median_ms}, {@code min_ms} and {@code runs} to a row. */
    public void addTo(Map<String, Object> row) {
        row.put("median_ms", median() * MILLIS);
        row.put("min_ms", least() * MILLIS);
        row.put("runs", seconds.length);
    }
}
