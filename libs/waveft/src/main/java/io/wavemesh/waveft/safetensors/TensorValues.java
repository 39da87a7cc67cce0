package io.wavemesh.waveft.safetensors;

import java.nio.ByteBuffer;
import java.nio.DoubleBuffer;
import java.nio.IntBuffer;
import java.nio.LongBuffer;
import java.nio.ShortBuffer;

/** Turns mapped bytes into arrays, in bulk reads of a cache-sized block and plain loops over arrays. */
final class TensorValues {
    private static final int BLOCK = 8192;

    private TensorValues() {}

    static float[] floats(SafetensorsFile file, TensorEntry entry) {
        if (!entry.dtype().isFloating()) {
            throw wrongType(file, entry, "floating-point numbers");
        }
        ByteBuffer bytes = file.map(entry.name());
        float[] values = new float[Math.toIntExact(entry.elementCount())];
        switch (entry.dtype()) {
            case F32 -> bytes.asFloatBuffer().get(values);
            case F64 -> fromDoubles(bytes.asDoubleBuffer(), values);
            case F16 -> fromHalves(bytes.asShortBuffer(), values);
            default -> fromBfloat16s(bytes.asShortBuffer(), values);
        }
        return values;
    }

    static long[] longs(SafetensorsFile file, TensorEntry entry) {
        if (entry.dtype().isFloating()) {
            throw wrongType(file, entry, "integers");
        }
        ByteBuffer bytes = file.map(entry.name());
        long[] values = new long[Math.toIntExact(entry.elementCount())];
        switch (entry.dtype()) {
            case I64 -> {
                LongBuffer source = bytes.asLongBuffer();
                source.get(values);
            }
            case I32 -> {
                IntBuffer source = bytes.asIntBuffer();
                for (int i = 0; i < values.length; i++) {
                    values[i] = source.get(i);
                }
            }
            case I16 -> {
                ShortBuffer source = bytes.asShortBuffer();
                for (int i = 0; i < values.length; i++) {
                    values[i] = source.get(i);
                }
            }
            case I8 -> {
                for (int i = 0; i < values.length; i++) {
                    values[i] = bytes.get(i);
                }
            }
            default -> {
                for (int i = 0; i < values.length; i++) {
                    values[i] = bytes.get(i) & 0xff;
                }
            }
        }
        return values;
    }

    private static void fromDoubles(DoubleBuffer source, float[] values) {
        double[] block = new double[BLOCK];
        for (int start = 0; start < values.length; start += BLOCK) {
            int count = Math.min(BLOCK, values.length - start);
            source.get(block, 0, count);
            for (int i = 0; i < count; i++) {
                values[start + i] = (float) block[i];
            }
        }
    }

    private static void fromHalves(ShortBuffer source, float[] values) {
        short[] block = new short[BLOCK];
        for (int start = 0; start < values.length; start += BLOCK) {
            int count = Math.min(BLOCK, values.length - start);
            source.get(block, 0, count);
            for (int i = 0; i < count; i++) {
                values[start + i] = FloatFormats.fromHalf(block[i]);
            }
        }
    }

    private static void fromBfloat16s(ShortBuffer source, float[] values) {
        short[] block = new short[BLOCK];
        for (int start = 0; start < values.length; start += BLOCK) {
            int count = Math.min(BLOCK, values.length - start);
            source.get(block, 0, count);
            for (int i = 0; i < count; i++) {
                values[start + i] = FloatFormats.fromBfloat16(block[i]);
            }
        }
    }

    private static SafetensorsException wrongType(SafetensorsFile file, TensorEntry entry, String expected) {
        return new SafetensorsException(
                file.path() + ": tensor \"" + entry.name() + "\" holds " + entry.dtype() + ", not " + expected);
    }
}
