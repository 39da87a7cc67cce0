package io.wavemesh.training;

/**
 * SplitMix64: random numbers that depend on a seed alone, not on the Java version (Steele, Lea and Flood, OOPSLA 2014).
 */
final class SeededRandom {

    private static final long GAMMA = 0x9E3779B97F4A7C15L;

    private long state;

    SeededRandom(long seed) {
        state = seed;
    }

    /** A seed of its own for each pair of numbers. */
    static long derived(long seed, long purpose, long index) {
        SeededRandom random = new SeededRandom(seed);
        random.state = random.next() + purpose;
        random.state = random.next() + index;
        return random.next();
    }

    private long next() {
        state += GAMMA;
        long z = state;
        z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }

    /** A number in [0, 1). */
    double uniform() {
        return (next() >>> 11) * 0x1.0p-53;
    }

    /** A whole number in [0, bound). */
    int below(int bound) {
        return (int) (uniform() * bound);
    }
}
