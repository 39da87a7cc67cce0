package io.wavemesh.trainer.storage;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunFolderTest {
    @TempDir
    private Path folder;

    /** A trainer that is killed in its run. */
    static final class Trainer {
        @SuppressWarnings("try") // held until the process dies
        public static void main(String[] arguments) throws Exception {
            RunFolder run = RunFolder.create(Path.of(arguments[0]), "job-");
            Files.writeString(run.path().resolve("picture-0"), "a face");
            Files.writeString(Path.of(arguments[1]), "ready");
            TimeUnit.MINUTES.sleep(5);
        }
    }

    @Test
    void goesWithItsFilesWhenItIsClosed() throws IOException {
        RunFolder run = RunFolder.create(folder, "job-");
        Files.createDirectory(run.path().resolve("adapter"));
        Files.writeString(run.path().resolve("adapter/file"), "x");

        run.close();

        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void whatAKilledProcessLeftIsDeletedAndNothingElse() throws Exception {
        Path work = folder.resolve("work");
        Path others = Files.createDirectories(work.resolve("somebody's"));
        Path ready = folder.resolve("ready");
        Process killed = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Trainer.class.getName(),
                        work.toString(),
                        ready.toString())
                .inheritIO()
                .start();
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        while (!Files.exists(ready)) {
            assertThat(killed.isAlive() && System.nanoTime() < deadline).isTrue();
            TimeUnit.MILLISECONDS.sleep(10);
        }
        int whileItLives = RunFolder.deleteAbandoned(work);
        killed.destroyForcibly().waitFor();

        try (RunFolder mine = RunFolder.create(work, "job-")) {
            assertThat(whileItLives).isZero();
            assertThat(RunFolder.deleteAbandoned(work)).isEqualTo(1);
            assertThat(work).isDirectoryContaining(mine.path()::equals).isDirectoryContaining(others::equals);
            assertThat(Files.list(work)).hasSize(2);
        }
    }

    @Test
    void nothingIsAbandonedWhereNothingEverRan() throws IOException {
        assertThat(RunFolder.deleteAbandoned(folder.resolve("missing"))).isZero();
    }
}
