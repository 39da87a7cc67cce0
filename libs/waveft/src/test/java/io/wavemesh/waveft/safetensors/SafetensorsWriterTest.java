package io.wavemesh.waveft.safetensors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.wavemesh.testkit.Golden;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SafetensorsWriterTest {
    @TempDir
    Path folder;

    @Test
    void laysAFileOutAsTheReferenceImplementation() throws IOException {
        Path source = Golden.tinyModel().resolve("text_encoder/model.safetensors");
        SafetensorsWriter writer = new SafetensorsWriter();
        try (SafetensorsFile file = SafetensorsFile.open(source)) {
            file.metadata().forEach(writer::metadata);
            file.tensors()
                    .values()
                    .forEach(entry -> writer.add(entry.name(), entry.dtype(), entry.shape(), file.map(entry.name())));
        }

        assertThat(writer.toBytes()).isEqualTo(Files.readAllBytes(source));
    }

    @Test
    void putsWiderTypesFirstAndAlignsTheData() {
        byte[] bytes = new SafetensorsWriter()
                .add("a", DType.BF16, new long[] {1}, new float[] {1})
                .add("b", new long[] {1}, new float[] {1})
                .add("c", new long[] {1}, new long[] {1})
                .toBytes();

        String header = new String(bytes, 8, bytes.length - 8 - 14, StandardCharsets.UTF_8);
        assertThat(header.replaceAll("\\{\"dtype\":\"(\\w+)\"[^}]*\\}", "$1"))
                .startsWith("{\"c\":I64,\"b\":F32,\"a\":BF16}");
        assertThat((bytes.length - 14) % 8).isZero();
    }

    @Test
    void replacesAFileAndLeavesNoOther() throws IOException {
        Path path = folder.resolve("x.safetensors");
        Files.writeString(path, "old");

        new SafetensorsWriter().add("x", new long[] {1}, new float[] {1}).write(path);

        try (SafetensorsFile file = SafetensorsFile.open(path);
                Stream<Path> files = Files.list(folder)) {
            assertThat(file.floats("x")).containsExactly(1f);
            assertThat(files).containsExactly(path);
        }
    }

    @Test
    void keepsTheOldFileWhenWritingFails() throws IOException {
        Path path = folder.resolve("x.safetensors");
        Files.writeString(path, "old");
        SafetensorsWriter writer = new SafetensorsWriter().add("x", DType.F32, new long[] {2}, () -> {
            throw new IllegalStateException("no numbers today");
        });

        assertThatThrownBy(() -> writer.write(path)).hasMessage("no numbers today");

        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files).containsExactly(path);
        }
        assertThat(path).hasContent("old");
    }

    @Test
    void refusesValuesThatDoNotFitTheirShape() {
        SafetensorsWriter writer = new SafetensorsWriter();

        assertThatThrownBy(() -> writer.add("x", new long[] {2, 2}, new float[3]))
                .hasMessage("tensor \"x\" has 3 values, its shape needs 4");
        assertThatThrownBy(() -> writer.add("x", new long[] {-1}, new float[0]))
                .hasMessage("tensor \"x\" has the size -1");
        writer.add("y", DType.F32, new long[] {2}, ByteBuffer.allocate(7));
        assertThatThrownBy(writer::toBytes).hasMessage("tensor \"y\" has 7 bytes, its shape needs 8");
    }

    @Test
    void refusesARepeatedName() {
        SafetensorsWriter writer = new SafetensorsWriter().add("x", new long[] {1}, new float[1]);

        assertThatThrownBy(() -> writer.add("x", new long[] {1}, new float[1]))
                .hasMessage("tensor \"x\" was added twice");
    }

    @Test
    void namesAFolderThatIsNotThere() {
        Path path = folder.resolve("none/x.safetensors");

        assertThatThrownBy(() -> new SafetensorsWriter().write(path))
                .isInstanceOf(SafetensorsException.class)
                .hasMessageStartingWith(path + ": cannot be written");
    }
}
