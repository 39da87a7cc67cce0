package io.wavemesh.generation;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import java.nio.ShortBuffer;

/** Memory outside the heap, all zeros at first, which ONNX Runtime reads in place. */
final class NativeBuffers {
    private NativeBuffers() {}

    static LongBuffer longs(int count) {
        return bytes(count, Long.BYTES).asLongBuffer();
    }

    static FloatBuffer floats(int count) {
        return bytes(count, Float.BYTES).asFloatBuffer();
    }

    static ShortBuffer shorts(int count) {
        return bytes(count, Short.BYTES).asShortBuffer();
    }

    private static ByteBuffer bytes(int count, int width) {
        return ByteBuffer.allocateDirect(Math.multiplyExact(width, count)).order(ByteOrder.nativeOrder());
    }
}
