package io.wavemesh.waveft.safetensors;

import static org.assertj.core.api.Assertions.assertThat;

import io.wavemesh.testkit.Golden;
import io.wavemesh.testkit.fuzz.ByteDamage;
import io.wavemesh.testkit.fuzz.FuzzReport;
import io.wavemesh.testkit.fuzz.FuzzRun;
import io.wavemesh.testkit.fuzz.JsonDamage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A file that PEFT wrote, damaged: its header's structure, its lengths and offsets, its bytes. */
class SafetensorsFuzzTest {
    private static final long SEED = 20250512;

    @TempDir
    Path folder;

    @Test
    void damagedFilesAreReadOrRefused() throws IOException {
        byte[] good = Files.readAllBytes(Golden.adapter("waveft_sym4").resolve("adapter_model.safetensors"));
        Path path = folder.resolve("damaged.safetensors");

        FuzzReport report = FuzzRun.of("safetensors", SEED)
                .refusedBy(SafetensorsException.class)
                .allocating(48L << 20)
                .run(2500, random -> damaged(good, random), input -> {
                    Files.write(path, input);
                    readAll(path);
                });

        assertThat(report.refused()).isGreaterThan(1500);
        assertThat(report.read()).isPositive();
    }

    static void readAll(Path path) {
        try (SafetensorsFile file = SafetensorsFile.open(path)) {
            for (TensorEntry entry : file.tensors().values()) {
                long values =
                        entry.dtype().isFloating() ? file.floats(entry.name()).length : file.longs(entry.name()).length;
                assertThat(values).isEqualTo(entry.elementCount());
            }
        }
    }

    /** Mostly with a header that a parser still accepts, and its length put right. */
    static byte[] damaged(byte[] good, SplittableRandom random) {
        if (random.nextInt(4) == 0) {
            return ByteDamage.of(good, random);
        }
        int headerBytes =
                (int) ByteBuffer.wrap(good).order(ByteOrder.LITTLE_ENDIAN).getLong();
        String json = new String(good, 8, headerBytes, StandardCharsets.UTF_8);
        byte[] header = JsonDamage.of(json, random).getBytes(StandardCharsets.UTF_8);
        ByteBuffer file =
                ByteBuffer.allocate(good.length - headerBytes + header.length).order(ByteOrder.LITTLE_ENDIAN);
        file.putLong(header.length).put(header).put(good, 8 + headerBytes, good.length - 8 - headerBytes);
        return file.array();
    }
}
