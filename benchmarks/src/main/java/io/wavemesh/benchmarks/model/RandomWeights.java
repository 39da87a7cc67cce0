package io.wavemesh.benchmarks.model;

import io.wavemesh.waveft.safetensors.FloatFormats;
import java.nio.ShortBuffer;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Weights that keep activations finite and of order one: matrices and convolutions normal with deviation 0.7 / √fan-in, tables
 * normal with 0.02, norms one, biases zero. In fp16. The same seed gives the same bytes, whatever the number of threads.
 *
 * <p>"Normal" is one of 4,096 equally likely quantiles of the normal distribution: quick, and alike for these purposes.
 */
final class RandomWeights {
    /** Numbers in a block. */
    static final int BLOCK = 1 << 20;

    private static final int QUANTILE_BITS = 12;
    private static final int QUANTILES = 1 << QUANTILE_BITS;
    private static final double MATRIX_DEVIATION = 0.7;
    private static final double TABLE_DEVIATION = 0.02;

    private final long seed;

    RandomWeights(long seed) {
        this.seed = seed;
    }

    /**
     * Fills a block of a tensor.
     *
     * @param number of the block, from 0
     * @param halves gets fp16 numbers from its position to its limit
     */
    void fill(String name, List<Long> shape, int number, ShortBuffer halves) {
        if (shape.size() == 1) {
            short value = FloatFormats.toHalf(name.endsWith(".bias") ? 0 : 1);
            while (halves.hasRemaining()) {
                halves.put(value);
            }
            return;
        }
        short[] quantiles = quantiles(deviation(name, shape));
        SplittableRandom random = new SplittableRandom(seed * 31 + name.hashCode() * 1_000_003L + number);
        long bits = 0;
        int left = 0;
        while (halves.hasRemaining()) {
            if (left < QUANTILE_BITS) {
                bits = random.nextLong();
                left = Long.SIZE;
            }
            halves.put(quantiles[(int) bits & QUANTILES - 1]);
            bits >>>= QUANTILE_BITS;
            left -= QUANTILE_BITS;
        }
    }

    private static double deviation(String name, List<Long> shape) {
        if (name.contains("embedding.weight")) {
            return TABLE_DEVIATION;
        }
        long fanIn = shape.subList(1, shape.size()).stream().reduce(1L, Math::multiplyExact);
        return MATRIX_DEVIATION / Math.sqrt(fanIn);
    }

    private static short[] quantiles(double deviation) {
        short[] table = new short[QUANTILES];
        for (int i = 0; i < QUANTILES; i++) {
            table[i] = FloatFormats.toHalf((float) (deviation * STANDARD[i]));
        }
        return table;
    }

    /** Quantiles (i + ½) / 4096 of the standard normal distribution. */
    private static final double[] STANDARD = standard();

    private static double[] standard() {
        double[] table = new double[QUANTILES];
        for (int i = 0; i < QUANTILES; i++) {
            table[i] = quantile((i + 0.5) / QUANTILES);
        }
        return table;
    }

    /** By bisection of the distribution function, itself by Simpson's rule from 0. */
    private static double quantile(double probability) {
        double low = -6;
        double high = 6;
        while (high - low > 1e-7) {
            double middle = (low + high) / 2;
            if (0.5 + integral(middle) < probability) {
                low = middle;
            } else {
                high = middle;
            }
        }
        return (low + high) / 2;
    }

    private static double integral(double end) {
        int pieces = 64;
        double width = end / pieces;
        double sum = density(0) + density(end);
        for (int i = 1; i < pieces; i++) {
            sum += (i % 2 == 1 ? 4 : 2) * density(i * width);
        }
        return sum * width / 3;
    }

    private static double density(double x) {
        return Math.exp(-x * x / 2) / Math.sqrt(2 * Math.PI);
    }
}
