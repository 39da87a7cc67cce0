package io.wavemesh.waveft;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AtomicFileTest {
    @TempDir
    Path folder;

    @Test
    void replacesTheOldFile() throws IOException {
        Path file = Files.writeString(folder.resolve("x"), "a longer old text");

        AtomicFile.write(file, channel -> channel.write(ByteBuffer.wrap(new byte[] {'n', 'e', 'w'})));

        assertThat(file).hasContent("new");
        assertOnly(file);
    }

    @Test
    void keepsTheOldFileWhenWritingFails() throws IOException {
        Path file = Files.writeString(folder.resolve("x"), "old");

        assertThatThrownBy(() -> AtomicFile.write(file, channel -> {
                    channel.write(ByteBuffer.wrap(new byte[] {'n'}));
                    throw new IOException("disk full");
                }))
                .hasMessage("disk full");

        assertThat(file).hasContent("old");
        assertOnly(file);
    }

    @Test
    void hasThePermissionsOfAnyNewFile() throws IOException {
        Path plain = Files.writeString(folder.resolve("plain"), "");

        AtomicFile.write(folder.resolve("x"), channel -> {});

        assertThat(Files.getPosixFilePermissions(folder.resolve("x"))).isEqualTo(Files.getPosixFilePermissions(plain));
    }

    @Test
    void refusesAFolderAndAMissingOne() throws IOException {
        Path taken = Files.createDirectory(folder.resolve("taken"));

        assertThatThrownBy(() -> AtomicFile.write(taken, channel -> {})).hasMessageContaining("is a folder");
        assertThatThrownBy(() -> AtomicFile.write(folder.resolve("none/x"), channel -> {}))
                .isInstanceOf(NoSuchFileException.class);
        assertOnly(taken);
    }

    private void assertOnly(Path file) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files).containsExactly(file);
        }
    }
}
