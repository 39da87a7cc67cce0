package io.wavemesh.local.mesh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MeshProcessTest {
    private static final String CLASS_PATH = System.getProperty("java.class.path");
    private static final Duration DEADLINE = Duration.ofSeconds(20);

    @TempDir
    private Path folder;

    /** A part that runs until it is stopped. */
    static final class Sleeper {
        public static void main(String[] arguments) throws InterruptedException {
            System.out.println("sleeping " + arguments[0]);
            TimeUnit.MINUTES.sleep(5);
        }
    }

    /** A launcher that starts a part, tells its process id and waits to be killed. */
    static final class Launcher {
        public static void main(String[] arguments) throws Exception {
            Path folder = Path.of(arguments[0]);
            MeshProcess part =
                    MeshProcess.start("part", List.of(), CLASS_PATH, List.of(Sleeper.class.getName(), "long"), folder);
            Files.writeString(folder.resolve("pid"), Long.toString(part.pid()));
            TimeUnit.MINUTES.sleep(5);
        }
    }

    @Test
    void runsUntilItIsStoppedAndLogsToItsOwnFile() throws Exception {
        MeshProcess part = start(Sleeper.class, "well");
        ProcessHandle process = ProcessHandle.of(part.pid()).orElseThrow();
        await(() -> Files.exists(part.log()) && Files.readString(part.log()).contains("sleeping well"));
        part.requireAlive();

        part.close();

        assertThat(process.isAlive()).isFalse();
    }

    @Test
    void tellsWhereToLookWhenAPartHasDied() throws Exception {
        MeshProcess part = MeshProcess.start("part", List.of(), CLASS_PATH, List.of("no.such.Main"), folder);
        ProcessHandle.of(part.pid()).ifPresent(process -> process.onExit().join());

        assertThatThrownBy(part::requireAlive)
                .isInstanceOf(MeshException.class)
                .hasMessage("part ended with code 1, see " + folder.resolve("part.log"));
        assertThat(Files.readString(part.log())).contains("no.such.Main");
    }

    @Test
    void noPartOutlivesAKilledLauncher() throws Exception {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        Process launcher =
                new ProcessBuilder(java, "-cp", CLASS_PATH, Launcher.class.getName(), folder.toString()).start();
        Path pid = folder.resolve("pid");
        await(() -> Files.exists(pid) && !Files.readString(pid).isEmpty());
        ProcessHandle part =
                ProcessHandle.of(Long.parseLong(Files.readString(pid))).orElseThrow();
        assertThat(part.isAlive()).isTrue();

        launcher.destroyForcibly();

        part.onExit().get(DEADLINE.toSeconds(), TimeUnit.SECONDS);
        assertThat(part.isAlive()).isFalse();
    }

    private MeshProcess start(Class<?> main, String argument) {
        return MeshProcess.start("part", List.of(), CLASS_PATH, List.of(main.getName(), argument), folder);
    }

    private interface Condition {
        boolean holds() throws IOException;
    }

    private static void await(Condition condition) throws Exception {
        long deadline = System.nanoTime() + DEADLINE.toNanos();
        while (!condition.holds()) {
            assertThat(System.nanoTime()).as("the deadline").isLessThan(deadline);
            TimeUnit.MILLISECONDS.sleep(20);
        }
    }
}
