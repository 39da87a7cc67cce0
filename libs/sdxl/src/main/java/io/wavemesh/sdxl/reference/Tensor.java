package io.wavemesh.sdxl.reference;

import java.util.Arrays;

/**
 * A dense fp32 tensor, row-major. Shares its arrays with whoever made it: the interpreter never writes to a tensor that
 * it did not make itself.
 */
public final class Tensor {
    private final int[] shape;
    private final float[] values;

    private Tensor(int[] shape, float[] values) {
        this.shape = shape;
        this.values = values;
    }

    /**
     * @param values row-major, as many as the shape says; not copied
     * @param shape extents, outermost first
     * @throws IllegalArgumentException if the numbers disagree
     */
    public static Tensor of(float[] values, int... shape) {
        long size = 1;
        for (int extent : shape) {
            size = Math.multiplyExact(size, extent);
        }
        if (size != values.length) {
            throw new IllegalArgumentException(
                    "shape " + Arrays.toString(shape) + " needs " + size + " values, has " + values.length);
        }
        return new Tensor(shape.clone(), values);
    }

    /** Zeros of a shape. */
    public static Tensor zeros(int... shape) {
        int size = 1;
        for (int extent : shape) {
            size = Math.multiplyExact(size, extent);
        }
        return new Tensor(shape.clone(), new float[size]);
    }

    /** Token ids [sequences, length] as numbers; exact below 2^24. */
    public static Tensor ofIds(long[]... sequences) {
        Tensor result = zeros(sequences.length, sequences[0].length);
        int at = 0;
        for (long[] sequence : sequences) {
            for (long id : sequence) {
                result.values[at++] = id;
            }
        }
        return result;
    }

    /** The extents, outermost first; a copy. */
    public int[] shape() {
        return shape.clone();
    }

    /** Number of axes. */
    public int rank() {
        return shape.length;
    }

    /** One extent; negative axes count from the end. */
    public int extent(int axis) {
        return shape[axis < 0 ? shape.length + axis : axis];
    }

    /** The values, row-major; not a copy. */
    public float[] values() {
        return values;
    }

    /** Number of values. */
    public int size() {
        return values.length;
    }

    /** The same values under another shape. */
    public Tensor reshaped(int... newShape) {
        return of(values, newShape);
    }

    @Override
    public String toString() {
        return "Tensor" + Arrays.toString(shape);
    }
}
