package io.wavemesh.sdxl.model;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * A cheap identity of a model: SHA-256 over the configuration files and, of each weights file, its size, its first
 * 64 KiB (the header or its beginning) and 64 evenly spaced blocks of 4 KiB. Reads some 3 MB of SDXL's 7 GB. Tells
 * fine-tuned models of one architecture apart; not meant against somebody who forges a model on purpose.
 */
final class ContentHash {
    private static final int HEAD_BYTES = 64 << 10;
    private static final int BLOCK_BYTES = 4 << 10;
    private static final int BLOCKS = 64;

    private final MessageDigest digest;

    ContentHash() {
        try {
            digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    /** Adds a named part whole. */
    void add(String name, byte[] bytes) {
        begin(name, bytes.length);
        digest.update(bytes);
    }

    /** Adds samples of a large file. */
    void addSamples(String name, Path file) {
        try (FileChannel channel = FileChannel.open(file)) {
            long size = channel.size();
            begin(name, size);
            sample(channel, 0, HEAD_BYTES);
            for (int block = 0; block < BLOCKS; block++) {
                sample(channel, size / BLOCKS * block, BLOCK_BYTES);
            }
        } catch (IOException e) {
            throw new ModelFolderException(file, "cannot be read: " + e.getMessage(), e);
        }
    }

    /** The hash of all parts in the order they were added, 64 hexadecimal digits. */
    String hex() {
        return HexFormat.of().formatHex(digest.digest());
    }

    private void begin(String name, long size) {
        digest.update((name + "\n" + size + "\n").getBytes(StandardCharsets.UTF_8));
    }

    private void sample(FileChannel channel, long offset, int byteCount) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(byteCount);
        while (buffer.hasRemaining() && channel.read(buffer, offset + buffer.position()) > 0) {}
        digest.update(buffer.flip());
    }
}
