package io.wavemesh.generation;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;

/** Memory outside the heap, which ONNX Runtime reads in place. */
final class NativeBuffers {
    private NativeBuffers() {}

    static IntBuffer copy(int[] values) {
        return bytes(values.length).asIntBuffer().put(values).rewind();
    }

    static FloatBuffer copy(float[] values) {
        return bytes(values.length).asFloatBuffer().put(values).rewind();
    }

    private static ByteBuffer bytes(int count) {
        return ByteBuffer.allocateDirect(Math.multiplyExact(4, count)).order(ByteOrder.nativeOrder());
    }
}
