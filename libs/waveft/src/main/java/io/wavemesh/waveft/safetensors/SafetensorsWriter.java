package io.wavemesh.waveft.safetensors;

import io.wavemesh.waveft.AtomicFile;
import io.wavemesh.waveft.json.Json;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.Channels;
import java.nio.channels.WritableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;

/**
 * Collects tensors and writes them as one safetensors file, laid out as the reference implementation does: wider types
 * first, then by name, header padded to eight bytes. Equal contents give equal bytes. One thread at a time.
 */
public final class SafetensorsWriter {
    private record Pending(String name, DType dtype, long[] shape, long byteCount, Supplier<ByteBuffer> bytes) {}

    private final Map<String, Pending> tensors = new TreeMap<>();
    private final Map<String, String> metadata = new TreeMap<>();

    /** Adds a tensor of single precision; the values are taken over, not copied. */
    public SafetensorsWriter add(String name, long[] shape, float[] values) {
        return add(name, DType.F32, shape, values);
    }

    /**
     * Adds a tensor given in single precision, stored as a floating-point type (rounded to nearest, ties to even).
     *
     * @throws SafetensorsException if the type is none, or values and shape disagree
     */
    public SafetensorsWriter add(String name, DType dtype, long[] shape, float[] values) {
        checkCount(name, shape, values.length);
        return add(name, dtype, shape, () -> TensorBytes.of(values, dtype));
    }

    /** Adds a tensor of 64-bit integers; the values are taken over, not copied. */
    public SafetensorsWriter add(String name, long[] shape, long[] values) {
        checkCount(name, shape, values.length);
        return add(name, DType.I64, shape, () -> TensorBytes.of(values));
    }

    /** Adds a tensor by its little-endian bytes, from the buffer's position to its limit. */
    public SafetensorsWriter add(String name, DType dtype, long[] shape, ByteBuffer bytes) {
        ByteBuffer slice = bytes.slice();
        return add(name, dtype, shape, slice::duplicate);
    }

    /**
     * Adds a tensor whose little-endian bytes are made only when the file is written, so that a file may be larger than
     * memory.
     *
     * @throws SafetensorsException if the name is taken, or the size overflows
     */
    public SafetensorsWriter add(String name, DType dtype, long[] shape, Supplier<ByteBuffer> bytes) {
        long byteCount = Math.multiplyExact(count(name, shape), (long) dtype.byteCount());
        Pending pending = new Pending(name, dtype, shape.clone(), byteCount, bytes);
        if (tensors.put(name, pending) != null) {
            throw new SafetensorsException("tensor \"" + name + "\" was added twice");
        }
        return this;
    }

    /** Sets one free text of the header. */
    public SafetensorsWriter metadata(String key, String value) {
        metadata.put(key, value);
        return this;
    }

    /**
     * Writes the file under a temporary name beside it and then puts it in place, replacing one that exists.
     *
     * @throws SafetensorsException if it cannot be written
     */
    public void write(Path path) {
        try {
            AtomicFile.write(path, this::writeTo);
        } catch (IOException e) {
            throw new SafetensorsException(path + ": cannot be written (" + e + ")", e);
        }
    }

    /** The file's bytes. */
    public byte[] toBytes() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        writeTo(out);
        return out.toByteArray();
    }

    /** Writes the file's bytes to a stream, which stays open. */
    public void writeTo(OutputStream out) {
        try {
            writeTo(Channels.newChannel(out));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void writeTo(WritableByteChannel channel) throws IOException {
        List<Pending> ordered = new ArrayList<>(tensors.values());
        ordered.sort(Comparator.comparingInt((Pending p) -> -p.dtype().byteCount()));
        writeFully(channel, header(ordered));
        for (Pending pending : ordered) {
            ByteBuffer bytes = pending.bytes().get();
            if (bytes.remaining() != pending.byteCount()) {
                throw new SafetensorsException("tensor \"" + pending.name() + "\" has " + bytes.remaining()
                        + " bytes, its shape needs " + pending.byteCount());
            }
            writeFully(channel, bytes);
        }
    }

    private ByteBuffer header(List<Pending> ordered) {
        Map<String, Object> fields = new LinkedHashMap<>();
        if (!metadata.isEmpty()) {
            fields.put("__metadata__", metadata);
        }
        long offset = 0;
        for (Pending pending : ordered) {
            Map<String, Object> field = new LinkedHashMap<>();
            field.put("dtype", pending.dtype().name());
            field.put("shape", pending.shape());
            field.put("data_offsets", new long[] {offset, offset + pending.byteCount()});
            fields.put(pending.name(), field);
            offset += pending.byteCount();
        }
        byte[] json = Json.write(fields).getBytes(StandardCharsets.UTF_8);
        int padded = (json.length + 7) / 8 * 8;
        ByteBuffer header = ByteBuffer.allocate(8 + padded).order(ByteOrder.LITTLE_ENDIAN);
        header.putLong(padded).put(json);
        while (header.hasRemaining()) {
            header.put((byte) ' ');
        }
        return header.flip();
    }

    private static void writeFully(WritableByteChannel channel, ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
    }

    private static void checkCount(String name, long[] shape, long found) {
        long expected = count(name, shape);
        if (expected != found) {
            throw new SafetensorsException(
                    "tensor \"" + name + "\" has " + found + " values, its shape needs " + expected);
        }
    }

    private static long count(String name, long[] shape) {
        long count = 1;
        for (long size : shape) {
            if (size < 0) {
                throw new SafetensorsException("tensor \"" + name + "\" has the size " + size);
            }
            count = Math.multiplyExact(count, size);
        }
        return count;
    }
}
