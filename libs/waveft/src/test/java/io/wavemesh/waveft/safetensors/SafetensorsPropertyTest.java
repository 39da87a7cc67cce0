package io.wavemesh.waveft.safetensors;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Seeded damage to a good file: every outcome is a file that reads consistently, or one clear exception. */
class SafetensorsPropertyTest {
    private static final String[] FRAGMENTS = {
        "F32",
        "F16",
        "BF16",
        "I64",
        "XX",
        "-1",
        "0",
        "1",
        "4",
        "8",
        "99999999999",
        "9223372036854775807",
        "18446744073709551616",
        "1e3",
        "0.5",
        "null",
        "[]",
        "{}",
        "[",
        "]",
        "{",
        "}",
        ",",
        ":",
        "\"",
        "\\u0000",
        "\"dtype\"",
        "\"shape\"",
        "\"data_offsets\"",
        "__metadata__",
        "a",
        "[[[[[[[[",
        "true"
    };

    @TempDir
    Path folder;

    @Test
    void damagedFilesReadConsistentlyOrEndInOneClearException() throws IOException {
        SplittableRandom random = new SplittableRandom(20250512);
        byte[] good = new SafetensorsWriter()
                .metadata("format", "pt")
                .add("a.weight", new long[] {2, 3}, new float[6])
                .add("b", DType.F16, new long[] {5}, new float[5])
                .add("c", new long[] {0, 4}, new float[0])
                .add("d", new long[] {}, new long[1])
                .toBytes();
        Path path = folder.resolve("damaged.safetensors");
        int refused = 0;
        for (int i = 0; i < 10_000; i++) {
            Files.write(path, damaged(good, random));
            try (SafetensorsFile file = SafetensorsFile.open(path)) {
                for (TensorEntry entry : file.tensors().values()) {
                    assertThat(file.map(entry.name()).remaining()).isEqualTo((int) entry.byteCount());
                    assertThat(entry.offset() + entry.byteCount()).isLessThanOrEqualTo(Files.size(path));
                }
            } catch (SafetensorsException e) {
                refused++;
                assertThat(e.getMessage()).startsWith(path + ": ").doesNotContain("\n");
            }
        }
        assertThat(refused).isBetween(7_000, 9_999);
    }

    private static byte[] damaged(byte[] good, SplittableRandom random) {
        byte[] bytes = good.clone();
        switch (random.nextInt(4)) {
            case 0 -> {
                for (int n = random.nextInt(1, 4); n > 0; n--) {
                    bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
                }
                return bytes;
            }
            case 1 -> {
                return Arrays.copyOf(bytes, random.nextInt(bytes.length * 2));
            }
            case 2 -> {
                ByteBuffer.wrap(bytes)
                        .order(ByteOrder.LITTLE_ENDIAN)
                        .putLong(0, random.nextLong() >> random.nextInt(64));
                return bytes;
            }
            default -> {
                return withAnotherHeader(bytes, random);
            }
        }
    }

    private static byte[] withAnotherHeader(byte[] bytes, SplittableRandom random) {
        int length = (int) ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getLong();
        StringBuilder header = new StringBuilder(new String(bytes, 8, length, StandardCharsets.UTF_8));
        for (int n = random.nextInt(1, 4); n > 0; n--) {
            int from = random.nextInt(header.length());
            int to = Math.min(header.length(), from + random.nextInt(8));
            header.replace(from, to, FRAGMENTS[random.nextInt(FRAGMENTS.length)]);
        }
        byte[] json = header.toString().getBytes(StandardCharsets.UTF_8);
        ByteBuffer file =
                ByteBuffer.allocate(8 + json.length + bytes.length - 8 - length).order(ByteOrder.LITTLE_ENDIAN);
        file.putLong(json.length).put(json).put(bytes, 8 + length, bytes.length - 8 - length);
        return file.array();
    }
}
