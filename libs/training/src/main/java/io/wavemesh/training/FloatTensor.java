package io.wavemesh.training;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.Arrays;

/**
 * Numbers with a shape, row-major. The arrays are shared, not copied.
 */
public record FloatTensor(float[] values, long... shape) {

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

    NDArray array(NDManager scope) {
        return scope.create(values, new Shape(shape));
    }
}
