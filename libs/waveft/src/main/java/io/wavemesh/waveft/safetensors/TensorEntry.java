package io.wavemesh.waveft.safetensors;

import java.util.Arrays;

/**
 * Where one tensor lies in its file.
 *
 * @param name key in the file
 * @param dtype type of the elements
 * @param shape sizes, outermost first; empty for a scalar
 * @param offset first byte, counted from the start of the file
 * @param byteCount bytes of all elements
 */
public record TensorEntry(String name, DType dtype, long[] shape, long offset, long byteCount) {
    /** Copies the shape. */
    public TensorEntry {
        shape = shape.clone();
    }

    @Override
    public long[] shape() {
        return shape.clone();
    }

    /** Number of elements. */
    public long elementCount() {
        return byteCount / dtype.byteCount();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof TensorEntry that
                && name.equals(that.name)
                && dtype == that.dtype
                && Arrays.equals(shape, that.shape)
                && offset == that.offset
                && byteCount == that.byteCount;
    }

    @Override
    public int hashCode() {
        return 31 * name.hashCode() + Long.hashCode(offset);
    }

    @Override
    public String toString() {
        return name + " " + dtype + Arrays.toString(shape) + " at " + offset;
    }
}
