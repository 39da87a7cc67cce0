package io.wavemesh.waveft.safetensors;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A safetensors file, opened for reading. The file is treated as untrusted: everything in its header is checked against
 * the format and the file's length when it is opened, and before memory of the claimed size is asked for. Tensors are
 * mapped one by one, so files may be larger than memory. Safe for several threads. Closed by the caller; buffers already
 * mapped stay valid.
 *
 * <p>Source: the format's description in huggingface/safetensors (8 bytes of length, JSON header, data without holes).
 */
public final class SafetensorsFile implements AutoCloseable {
    private final Path path;
    private final FileChannel channel;
    private final Map<String, TensorEntry> tensors = new LinkedHashMap<>();
    private final Map<String, String> metadata;

    private SafetensorsFile(Path path, FileChannel channel, SafetensorsHeader header) {
        this.path = path;
        this.channel = channel;
        this.metadata = Collections.unmodifiableMap(header.metadata());
        header.entries().forEach(entry -> tensors.put(entry.name(), entry));
    }

    /**
     * Opens a file and checks its header.
     *
     * @throws SafetensorsException if there is no such file, it cannot be read, or it is malformed
     */
    public static SafetensorsFile open(Path path) {
        FileChannel channel = null;
        try {
            if (Files.isDirectory(path)) {
                throw new SafetensorsException(path + ": is a folder, not a safetensors file");
            }
            channel = FileChannel.open(path, StandardOpenOption.READ);
            return new SafetensorsFile(path, channel, readHeader(path, channel));
        } catch (NoSuchFileException e) {
            throw new SafetensorsException(path + ": no such file", e);
        } catch (IOException e) {
            close(channel, e);
            throw new SafetensorsException(path + ": cannot be read (" + e.getMessage() + ")", e);
        } catch (RuntimeException e) {
            close(channel, e);
            throw e;
        }
    }

    private static SafetensorsHeader readHeader(Path path, FileChannel channel) throws IOException {
        long fileBytes = channel.size();
        ByteBuffer length = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN);
        if (fileBytes < 8) {
            throw new SafetensorsException(path + ": " + fileBytes + " bytes are no safetensors file");
        }
        fill(path, channel, length, 0);
        long headerBytes = length.getLong(0);
        if (headerBytes < 0 || headerBytes > SafetensorsHeader.MAX_BYTES) {
            throw new SafetensorsException(path + ": not a safetensors file (header of "
                    + Long.toUnsignedString(headerBytes) + " bytes, at most " + SafetensorsHeader.MAX_BYTES + ")");
        }
        if (headerBytes > fileBytes - 8) {
            throw new SafetensorsException(
                    path + ": truncated in its header (" + fileBytes + " bytes of " + (headerBytes + 8) + " or more)");
        }
        ByteBuffer json = ByteBuffer.allocate((int) headerBytes);
        fill(path, channel, json, 8);
        return SafetensorsHeader.parse(path.toString(), json.array(), 8 + headerBytes, fileBytes);
    }

    private static void fill(Path path, FileChannel channel, ByteBuffer target, long offset) throws IOException {
        while (target.hasRemaining()) {
            if (channel.read(target, offset + target.position()) < 0) {
                throw new SafetensorsException(path + ": became shorter while it was read");
            }
        }
    }

    /** The file. */
    public Path path() {
        return path;
    }

    /** All tensors by name, in the order in which they lie in the file. */
    public Map<String, TensorEntry> tensors() {
        return Collections.unmodifiableMap(tensors);
    }

    /** The free texts of the header's {@code __metadata__}. */
    public Map<String, String> metadata() {
        return metadata;
    }

    /**
     * The entry of one tensor.
     *
     * @throws SafetensorsException if there is none of this name
     */
    public TensorEntry entry(String name) {
        TensorEntry entry = tensors.get(name);
        if (entry == null) {
            throw new SafetensorsException(path + ": has no tensor \"" + name + "\"");
        }
        return entry;
    }

    /**
     * The bytes of one tensor as a read-only, little-endian mapping of the file.
     *
     * @throws SafetensorsException if there is none of this name, or it has more than 2^31 - 1 bytes
     */
    public ByteBuffer map(String name) {
        TensorEntry entry = entry(name);
        if (entry.byteCount() > Integer.MAX_VALUE) {
            throw new SafetensorsException(path + ": tensor \"" + name + "\" is larger than 2 GiB");
        }
        if (entry.byteCount() == 0) {
            return ByteBuffer.allocate(0).asReadOnlyBuffer().order(ByteOrder.LITTLE_ENDIAN);
        }
        try {
            return channel.map(FileChannel.MapMode.READ_ONLY, entry.offset(), entry.byteCount())
                    .order(ByteOrder.LITTLE_ENDIAN);
        } catch (IOException e) {
            throw new SafetensorsException(path + ": cannot be mapped (" + e.getMessage() + ")", e);
        }
    }

    /**
     * The values of one floating-point tensor in row-major order, as single precision.
     *
     * @throws SafetensorsException if there is none of this name, or its elements are no floating-point numbers
     */
    public float[] floats(String name) {
        return TensorValues.floats(this, entry(name));
    }

    /**
     * The values of one integer (or boolean) tensor in row-major order.
     *
     * @throws SafetensorsException if there is none of this name, or its elements are no integers
     */
    public long[] longs(String name) {
        return TensorValues.longs(this, entry(name));
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw new SafetensorsException(path + ": cannot be closed (" + e.getMessage() + ")", e);
        }
    }

    private static void close(FileChannel channel, Exception cause) {
        if (channel != null) {
            try {
                channel.close();
            } catch (IOException e) {
                cause.addSuppressed(e);
            }
        }
    }
}
