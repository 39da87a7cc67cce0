package io.wavemesh.generation;

import ai.onnxruntime.platform.Fp16Conversions;
import io.wavemesh.sdxl.onnx.AdapterGroup;
import java.nio.Buffer;
import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import java.nio.ShortBuffer;
import java.util.Arrays;

/**
 * What an adapter adds to the layers of one group, as its graph inputs take it. Both buffers are direct.
 *
 * @param index K flat positions, ascending
 * @param values [layers, K], a {@link FloatBuffer} or, of fp16, a {@link ShortBuffer}
 */
record AdapterTable(LongBuffer index, Buffer values) {
    private static final AdapterTable EMPTY = new AdapterTable(NativeBuffers.longs(0), NativeBuffers.floats(0));
    private static final AdapterTable EMPTY_HALVES = new AdapterTable(NativeBuffers.longs(0), NativeBuffers.shorts(0));

    /** Zeros for these positions. Throws {@link GenerationException} if they do not fit into one tensor. */
    static AdapterTable zeros(AdapterGroup group, LongBuffer index) {
        long elements = (long) group.layers().size() * index.capacity();
        int width = group.halfValues() ? Short.BYTES : Float.BYTES;
        if (elements * width > Integer.MAX_VALUE) {
            throw new GenerationException(
                    "the adapter needs %d MiB for the layers of shape [%d, %d]; one tensor may have 2047"
                            .formatted(elements * width >> 20, group.out(), group.in()));
        }
        return new AdapterTable(
                index,
                group.halfValues() ? NativeBuffers.shorts((int) elements) : NativeBuffers.floats((int) elements));
    }

    /** The same with its values in memory that uploads faster, if there is any left. */
    AdapterTable in(PinnedMemory memory) {
        return memory.zeros((int) valueBytes())
                .map(bytes -> new AdapterTable(
                        index,
                        values instanceof FloatBuffer floats
                                ? bytes.asFloatBuffer().put(0, floats, 0, floats.capacity())
                                : bytes.asShortBuffer().put(0, (ShortBuffer) values, 0, values.capacity())))
                .orElse(this);
    }

    /** No position at all. */
    static AdapterTable empty(AdapterGroup group) {
        return group.halfValues() ? EMPTY_HALVES : EMPTY;
    }

    /** K. */
    int count() {
        return index.capacity();
    }

    long valueBytes() {
        return (long) values.capacity() * (values instanceof ShortBuffer ? Short.BYTES : Float.BYTES);
    }

    /** The positions. */
    long[] places() {
        long[] places = new long[count()];
        index.get(0, places);
        return places;
    }

    /** One layer's values. */
    float[] row(int layer) {
        float[] row = new float[count()];
        int start = layer * row.length;
        if (values instanceof FloatBuffer floats) {
            floats.get(start, row);
        } else {
            ShortBuffer halves = (ShortBuffer) values;
            for (int i = 0; i < row.length; i++) {
                row[i] = Fp16Conversions.fp16ToFloat(halves.get(start + i));
            }
        }
        return row;
    }

    /** Sets one layer's values; only while the table is being made. */
    void setRow(int layer, float[] row) {
        int start = layer * row.length;
        if (values instanceof FloatBuffer floats) {
            floats.put(start, row);
        } else {
            ShortBuffer halves = (ShortBuffer) values;
            for (int i = 0; i < row.length; i++) {
                halves.put(start + i, Fp16Conversions.floatToFp16(row[i]));
            }
        }
    }

    /** Ascending places, each once, of two ascending lists. */
    static long[] union(long[] a, long[] b) {
        if (Arrays.equals(a, b)) {
            return a;
        }
        long[] merged = new long[Math.addExact(a.length, b.length)];
        int count = 0;
        int i = 0;
        int j = 0;
        while (i < a.length || j < b.length) {
            boolean fromA = j == b.length || i < a.length && a[i] <= b[j];
            boolean both = fromA && j < b.length && i < a.length && a[i] == b[j];
            merged[count++] = fromA ? a[i] : b[j];
            i += fromA ? 1 : 0;
            j += !fromA || both ? 1 : 0;
        }
        return Arrays.copyOf(merged, count);
    }

    /** Adds weight · value at each place to the sums at the same places of the union. */
    static void scatterAdd(long[] union, float[] sum, long[] places, float[] values, float weight) {
        int at = 0;
        for (int i = 0; i < places.length; i++) {
            while (union[at] != places[i]) {
                at++;
            }
            sum[at] += weight * values[i];
        }
    }
}
