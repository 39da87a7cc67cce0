package io.wavemesh.waveft.safetensors;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Encodes arrays as little-endian elements. */
final class TensorBytes {
    private TensorBytes() {}

    static ByteBuffer of(float[] values, DType dtype) {
        if (!dtype.isFloating()) {
            throw new SafetensorsException(dtype + " holds no floating-point numbers");
        }
        ByteBuffer bytes = allocate((long) values.length * dtype.byteCount());
        switch (dtype) {
            case F32 -> bytes.asFloatBuffer().put(values);
            case F64 -> {
                for (int i = 0; i < values.length; i++) {
                    bytes.putDouble(8 * i, values[i]);
                }
            }
            case F16 -> {
                for (int i = 0; i < values.length; i++) {
                    bytes.putShort(2 * i, FloatFormats.toHalf(values[i]));
                }
            }
            default -> {
                for (int i = 0; i < values.length; i++) {
                    bytes.putShort(2 * i, FloatFormats.toBfloat16(values[i]));
                }
            }
        }
        return bytes;
    }

    static ByteBuffer of(long[] values) {
        ByteBuffer bytes = allocate(8L * values.length);
        bytes.asLongBuffer().put(values);
        return bytes;
    }

    private static ByteBuffer allocate(long byteCount) {
        if (byteCount > Integer.MAX_VALUE - 8) {
            throw new SafetensorsException("a tensor of " + byteCount + " bytes is larger than 2 GiB");
        }
        return ByteBuffer.allocate((int) byteCount).order(ByteOrder.LITTLE_ENDIAN);
    }
}
