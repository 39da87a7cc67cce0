package io.wavemesh.benchmarks.scaling;

import java.util.SplittableRandom;
import java.util.function.DoubleSupplier;

/** Random numbers of one purpose: another purpose that draws more changes nothing for it. */
final class Draw {
    private final SplittableRandom random;

    Draw(long seed, String purpose) {
        random = new SplittableRandom(seed * 0x9E3779B97F4A7C15L + purpose.hashCode());
    }

    /** Exponential distribution of mean 1. */
    double exponential() {
        return -Math.log1p(-random.nextDouble());
    }

    double uniform(double from, double to) {
        return from == to ? from : random.nextDouble(from, to);
    }

    /** 0 to bound - 1. */
    int below(int bound) {
        return random.nextInt(bound);
    }

    boolean chance(double share) {
        return random.nextDouble() < share;
    }

    /** One of the values, by weights that add up to 1. */
    int choice(double[] weights) {
        double left = random.nextDouble();
        for (int i = 0; i < weights.length - 1; i++) {
            left -= weights[i];
            if (left < 0) {
                return i;
            }
        }
        return weights.length - 1;
    }

    /** Exponential service times. */
    DoubleSupplier exponential(double meanSeconds) {
        return () -> meanSeconds * exponential();
    }
}
