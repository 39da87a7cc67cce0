package io.wavemesh.generation;

import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import java.nio.Buffer;
import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import java.nio.ShortBuffer;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;

/**
 * The inputs of one or more runs by name, with the tensors that it made. A run with a closed tensor ends the JVM, so tensors
 * live here and are closed only together, after the last run. One thread at a time.
 */
final class Tensors implements AutoCloseable {
    private final OrtEnvironment environment;
    private final Map<String, OnnxTensor> byName = new HashMap<>();
    private final Deque<OnnxTensor> made = new ArrayDeque<>();

    Tensors(OrtEnvironment environment) {
        this.environment = environment;
    }

    Tensors floats(String name, float[] values, long... shape) {
        return floats(name, FloatBuffer.wrap(values), shape);
    }

    /** A direct buffer is used in place: it must not change before this is closed. */
    Tensors floats(String name, FloatBuffer values, long... shape) {
        return add(name, () -> OnnxTensor.createTensor(environment, values, shape));
    }

    /** Floats, or fp16 numbers of a buffer of shorts; used in place as {@link #floats(String, FloatBuffer, long...)}. */
    Tensors numbers(String name, Buffer values, long... shape) {
        return values instanceof ShortBuffer halves
                ? add(name, () -> OnnxTensor.createTensor(environment, halves.duplicate(), shape, OnnxJavaType.FLOAT16))
                : floats(name, ((FloatBuffer) values).duplicate(), shape);
    }

    Tensors longs(String name, long[] values, long... shape) {
        return longs(name, LongBuffer.wrap(values), shape);
    }

    /** A direct buffer is used in place: it must not change before this is closed. */
    Tensors longs(String name, LongBuffer values, long... shape) {
        return add(name, () -> OnnxTensor.createTensor(environment, values, shape));
    }

    Tensors scalar(String name, long value) {
        return add(name, () -> OnnxTensor.createTensor(environment, LongBuffer.wrap(new long[] {value}), new long[0]));
    }

    /** The output of an earlier run, which its maker closes after this. */
    Tensors borrowed(String name, OnnxTensor tensor) {
        byName.put(name, tensor);
        return this;
    }

    Map<String, OnnxTensor> byName() {
        return Collections.unmodifiableMap(byName);
    }

    private Tensors add(String name, Maker maker) {
        try {
            OnnxTensor tensor = maker.make();
            made.push(tensor);
            byName.put(name, tensor);
            return this;
        } catch (OrtException e) {
            throw EngineFailureException.of("cannot make the tensor " + name, e);
        }
    }

    @Override
    public void close() {
        byName.clear();
        while (!made.isEmpty()) {
            made.pop().close();
        }
    }

    private interface Maker {
        OnnxTensor make() throws OrtException;
    }
}
