package io.wavemesh.waveft;

import java.util.Arrays;

/**
 * Where the trained coefficients of one layer shape lie: the first {@code count} numbers of PyTorch's CPU
 * {@code randperm(out * in)} under a location seed. Files do not store positions, so these are equal to PyTorch's to the
 * last one. Immutable.
 *
 * <p>A forward Fisher-Yates shuffle of which only the needed draws are made, so the cost grows with the count; from
 * 214,748,364 weights on PyTorch's other shuffle, whose cost grows with the number of weights (seconds). Source: PEFT
 * 0.21, {@code tuners/waveft/layer.py}; PyTorch 2, {@code randperm_cpu} and {@code CPUGeneratorImpl}.
 */
public final class Positions {
    /** From this many weights on, PyTorch shuffles inside out, with 64 bits a draw. */
    private static final long INSIDE_OUT_FROM = 0xffffffffL / 20;

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
        return size < INSIDE_OUT_FROM ? forward(size, count, generator) : insideOut(size, count, generator);
    }

    /** Swaps place i with place {@code i + draw mod (n - i)}: only the draws that are needed are made. */
    private static int[] forward(int size, int count, MersenneTwister generator) {
        SwappedPlaces places = new SwappedPlaces(size, count);
        int[] flat = new int[count];
        for (int i = 0; i < count; i++) {
            // PyTorch leaves the last place without a draw, which changes nothing: any number modulo 1 is 0.
            int z = (int) (generator.nextUnsignedInt() % (size - i));
            flat[i] = places.swap(i, i + z);
        }
        return flat;
    }

    /** Moves the value of place {@code draw mod (i + 1)} to place i and puts i there; needs all draws. */
    private static int[] insideOut(int size, int count, MersenneTwister generator) {
        int[] flat = new int[count];
        for (int i = 0; i < size; i++) {
            long z = Long.remainderUnsigned(generator.nextLong(), i + 1L);
            if (i < count) {
                flat[i] = flat[(int) z];
            }
            if (z < count) {
                flat[(int) z] = i;
            }
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
