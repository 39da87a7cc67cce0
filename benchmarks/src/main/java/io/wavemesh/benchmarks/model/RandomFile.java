package io.wavemesh.benchmarks.model;

import io.wavemesh.waveft.json.Json;
import io.wavemesh.waveft.safetensors.DType;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.ShortBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A safetensors file of fp16 tensors that is mapped and filled block by block, by all threads of the calling pool: no tensor is
 * ever whole on the heap, and writers do not wait for each other. It is not forced to the disk, since it can be written again.
 */
final class RandomFile {
    private static final int ALIGNMENT = 8;
    private static final int BYTES = 2;

    private record Block(String name, List<Long> shape, int number, int count, long position) {}

    private final RandomWeights weights;
    private final ByteBuffer header;
    private final List<Block> blocks = new ArrayList<>();
    private long size;

    /** Lays the file out: tensors by name, as the reference implementation has them. */
    RandomFile(RandomWeights weights, Map<String, List<Long>> shapes) {
        this.weights = weights;
        Map<String, Object> fields = new LinkedHashMap<>();
        Map<String, List<Long>> sorted = new TreeMap<>(shapes);
        sorted.forEach((name, shape) -> {
            Map<String, Object> field = new LinkedHashMap<>();
            field.put("dtype", DType.F16.name());
            field.put("shape", shape);
            field.put("data_offsets", List.of(size, size + BYTES * count(shape)));
            fields.put(name, field);
            size += BYTES * count(shape);
        });
        this.header = header(fields);
        size = header.limit();
        sorted.forEach(this::addBlocks);
    }

    private void addBlocks(String name, List<Long> shape) {
        long count = count(shape);
        for (long from = 0; from < count; from += RandomWeights.BLOCK) {
            int length = (int) Math.min(RandomWeights.BLOCK, count - from);
            blocks.add(new Block(name, shape, (int) (from / RandomWeights.BLOCK), length, size));
            size += (long) BYTES * length;
        }
    }

    private static long count(List<Long> shape) {
        return shape.stream().reduce(1L, Math::multiplyExact);
    }

    private static ByteBuffer header(Map<String, Object> fields) {
        byte[] json = Json.write(fields).getBytes(StandardCharsets.UTF_8);
        int padded = (json.length + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
        ByteBuffer header = ByteBuffer.allocate(Long.BYTES + padded).order(ByteOrder.LITTLE_ENDIAN);
        header.putLong(padded).put(json);
        while (header.hasRemaining()) {
            header.put((byte) ' ');
        }
        return header.flip();
    }

    /** Writes the file, replacing what is there; its size in bytes. */
    long write(Path path) throws IOException {
        Files.deleteIfExists(path); // what others have mapped stays as it is
        long usable = Files.getFileStore(path.toAbsolutePath().getParent()).getUsableSpace();
        if (usable < size) { // a mapping beyond a full disk ends the process
            throw new IOException(path + ": needs " + size + " bytes, the disk has " + usable);
        }
        try (FileChannel channel = FileChannel.open(
                path, StandardOpenOption.CREATE_NEW, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            channel.write(header.duplicate(), 0);
            blocks.parallelStream().forEach(block -> fill(channel, block));
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
        return size;
    }

    private void fill(FileChannel channel, Block block) {
        try {
            ByteBuffer bytes = channel.map(MapMode.READ_WRITE, block.position(), (long) BYTES * block.count());
            ShortBuffer halves = bytes.order(ByteOrder.LITTLE_ENDIAN).asShortBuffer();
            weights.fill(block.name(), block.shape(), block.number(), halves);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
