package io.wavemesh.contracts.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ScratchFolderTest {
    @TempDir
    Path shared;

    @Test
    void goesWithItsContentWhenItIsClosed() throws IOException {
        try (ScratchFolder folder = ScratchFolder.below(shared.resolve("new"))) {
            Files.createDirectories(folder.path().resolve("job"));
            Files.writeString(folder.path().resolve("job/picture"), "picture");
        }

        assertThat(shared.resolve("new")).isEmptyDirectory();
    }

    @Test
    void deletesWhatDeadProcessesLeftAndNothingElse() throws Exception {
        Process dead = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Leaver.class.getName(),
                        shared.toString())
                .redirectErrorStream(true)
                .start();
        String said = new String(dead.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(dead.waitFor()).as(said).isEqualTo(9);
        Files.writeString(Files.createDirectory(shared.resolve("without-lock")).resolve("picture"), "picture");

        try (ScratchFolder alive = ScratchFolder.below(shared);
                ScratchFolder other = ScratchFolder.below(shared);
                Stream<Path> left = Files.list(shared)) {
            assertThat(List.of(alive.path(), other.path()))
                    .allSatisfy(path -> assertThat(path).isEmptyDirectory());
            assertThat(left).hasSize(4);
        }
    }

    /** Ends without clearing up. */
    static final class Leaver {
        private Leaver() {}

        public static void main(String[] args) throws IOException {
            ScratchFolder folder = ScratchFolder.below(Path.of(args[0]));
            Files.writeString(folder.path().resolve("picture"), "picture");
            Runtime.getRuntime().halt(9);
        }
    }
}
