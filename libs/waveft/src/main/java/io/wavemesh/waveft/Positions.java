package io.wavemesh.waveft;

import java.util.Arrays;

/**
 * Where the trained coefficients of one layer shape lie: the first {@code count} numbers of PyTorch's CPU
 * {@code randperm(out * in)} under a location seed. Files do not store positions, so these are equal to PyTorch's to the
 * last one. Immutable.
 *
 * <p>A forward Fisher-Yates shuffle, {@code swap(i, i + z)} with {@code z = draw mod (n - i)}; only the draws that are
 * needed are made, over a sparse map of the swapped places. Source: PEFT 0.21, {@code tuners/waveft/layer.py}; PyTorch,
 * {@code randperm_cpu} and {@code CPUGeneratorImpl}.
 */
public final class Positions {
    /** From this many weights on, PyTorch draws 64 bits a place. */
    private static final long WIDE_DRAWS_FROM = 0xffffffffL / 20;

    private final int out;
    private final int in;
    private final long seed;
    private final int[] flat;

    private Positions(int out, int in, long seed, int[] flat) {
        this.out = out;
        this.in = in;
        this.seed = seed;
        this.flat = flat;
    }

    /**
     * The positions of one layer shape.
     *
     * @param out rows of the weight
     * @param in columns of the weight
     * @param count how many, 1 to out * in
     * @param seed location seed; of a number beyond 32 bits the lower 32 count, as in PyTorch
     * @throws IllegalArgumentException if shape or count is out of range
     */
    public static Positions of(int out, int in, int count, long seed) {
        long size = (long) out * in;
        if (out < 1 || in < 1 || size > Integer.MAX_VALUE) {
            throw new IllegalArgumentException(
                    "a weight needs 1 to 2147483647 elements, [" + out + ", " + in + "] has " + size);
        }
        if (count < 1 || count > size) {
            throw new IllegalArgumentException(
                    "count must be in 1.." + size + " for [" + out + ", " + in + "], was " + count);
        }
        return new Positions(out, in, seed, draw((int) size, count, seed));
    }

    private static int[] draw(int size, int count, long seed) {
        MersenneTwister generator = new MersenneTwister(seed);
        boolean wide = size >= WIDE_DRAWS_FROM;
        SwappedPlaces places = new SwappedPlaces(size, count);
        int[] flat = new int[count];
        for (int i = 0; i < count; i++) {
            int remaining = size - i;
            // The last place is left without a draw, which changes nothing: any number modulo 1 is 0.
            long z = wide
                    ? Long.remainderUnsigned(generator.nextLong(), remaining)
                    : generator.nextUnsignedInt() % remaining;
            flat[i] = places.swap(i, i + (int) z);
        }
        return flat;
    }

    /** Rows of the weight. */
    public int out() {
        return out;
    }

    /** Columns of the weight. */
    public int in() {
        return in;
    }

    /** Location seed. */
    public long seed() {
        return seed;
    }

    /** How many there are. */
    public int count() {
        return flat.length;
    }

    /** The positions in draw order, row-major: row = k / in, column = k mod in. A copy. */
    public int[] flat() {
        return flat.clone();
    }

    /** One position, in draw order, row-major. */
    public int flat(int index) {
        return flat[index];
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Positions that && out == that.out && in == that.in && Arrays.equals(flat, that.flat);
    }

    @Override
    public int hashCode() {
        return 31 * (31 * out + in) + Arrays.hashCode(flat);
    }

    @Override
    public String toString() {
        return flat.length + " positions in [" + out + ", " + in + "], seed " + seed;
    }
}
