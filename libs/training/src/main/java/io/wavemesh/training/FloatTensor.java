package io.wavemesh.training;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.Arrays;
import java.util.List;

/**
 * Numbers with a shape, row-major. The arrays are shared, not copied.
 */
record FloatTensor(float[] values, long... shape) {

    /** Throws {@link IllegalArgumentException} if the shape does not fit the number of values. */
    public FloatTensor {
        long size = Arrays.stream(shape).reduce(1, Math::multiplyExact);
        if (size != values.length) {
            throw new IllegalArgumentException(
                    "the shape " + Arrays.toString(shape) + " does not fit " + values.length + " values");
        }
    }

    static FloatTensor of(NDArray array) {
        return new FloatTensor(array.toFloatArray(), array.getShape().getShape());
    }

    /** Tensors of equal shape one after the other along the first axis. */
    static FloatTensor stacked(List<FloatTensor> parts) {
        long[] shape = parts.get(0).shape.clone();
        int length = parts.get(0).values.length;
        float[] all = new float[Math.multiplyExact(length, parts.size())];
        for (int i = 0; i < parts.size(); i++) {
            System.arraycopy(parts.get(i).values, 0, all, i * length, length);
        }
        shape[0] *= parts.size();
        return new FloatTensor(all, shape);
    }

    NDArray array(NDManager scope) {
        return scope.create(values, new Shape(shape));
    }
}
