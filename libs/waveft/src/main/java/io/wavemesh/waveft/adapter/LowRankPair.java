package io.wavemesh.waveft.adapter;

import java.util.Arrays;

/**
 * The two factors of one layer's LoRA; the change of the weight is {@code up x down}, times a factor.
 *
 * @param out rows of the weight
 * @param in columns of the weight
 * @param rank inner size
 * @param down {@code lora_A.weight}, row-major [rank, in]; copied in and out
 * @param up {@code lora_B.weight}, row-major [out, rank]; copied in and out
 */
public record LowRankPair(int out, int in, int rank, float[] down, float[] up) implements ModuleTensors {
    /** Checks the sizes and copies the values. */
    public LowRankPair {
        if (out < 1 || in < 1 || rank < 1) {
            throw new AdapterException("LoRA sizes must be positive, were [" + out + ", " + rank + ", " + in + "]");
        }
        if (down.length != (long) rank * in || up.length != (long) out * rank) {
            throw new AdapterException("LoRA factors have " + down.length + " and " + up.length
                    + " values, their sizes are [" + rank + ", " + in + "] and [" + out + ", " + rank + "]");
        }
        down = down.clone();
        up = up.clone();
    }

    @Override
    public float[] down() {
        return down.clone();
    }

    @Override
    public float[] up() {
        return up.clone();
    }

    @Override
    public long parameterCount() {
        return (long) down.length + up.length;
    }

    /** {@code up x down x scaling}, row-major [out, in]. */
    float[] product(float scaling) {
        float[] product = new float[Math.multiplyExact(out, in)];
        for (int row = 0; row < out; row++) {
            for (int k = 0; k < rank; k++) {
                float factor = up[row * rank + k];
                int from = k * in;
                int to = row * in;
                for (int column = 0; column < in; column++) {
                    product[to + column] += factor * down[from + column];
                }
            }
        }
        for (int i = 0; i < product.length; i++) {
            product[i] *= scaling;
        }
        return product;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof LowRankPair that
                && out == that.out
                && in == that.in
                && rank == that.rank
                && Arrays.equals(down, that.down)
                && Arrays.equals(up, that.up);
    }

    @Override
    public int hashCode() {
        return 31 * Arrays.hashCode(down) + Arrays.hashCode(up);
    }

    @Override
    public String toString() {
        return "rank " + rank + " of [" + out + ", " + in + "]";
    }
}
