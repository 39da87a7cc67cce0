package io.wavemesh.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** On a disk that is really full: a tmpfs of 1 MiB in a user's own name space, which needs Linux but no rights. */
class FullDiskIT {
    @TempDir
    Path folder;

    @Test
    void keepsWhatIsStoredShowsNothingHalfAndGoesOnWhenThereIsRoom() throws Exception {
        Path disk = Files.createDirectory(folder.resolve("disk"));
        assumeTrue(run(List.of("true"), disk).equals("status 0\n"), "this machine has no name spaces of users");

        String said = run(
                List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:-UsePerfData",
                        "-cp",
                        System.getProperty("java.class.path"),
                        FullDisk.class.getName(),
                        disk.toString()),
                disk);

        assertThat(said)
                .contains("No space left on device")
                .contains(
                        "stored: 10\n",
                        "visible: 10\n",
                        "whole: 10\n",
                        "temporary: 0\n",
                        "after room was made: stored\n")
                .endsWith("status 0\n");
    }

    private static String run(List<String> command, Path disk) throws IOException, InterruptedException {
        List<String> line = new ArrayList<>(List.of(
                "unshare",
                "-Urm",
                "sh",
                "-c",
                "mount -t tmpfs -o size=1m tmpfs \"$0\" && exec \"$@\"",
                disk.toString()));
        line.addAll(command);
        try {
            Process process = new ProcessBuilder(line).redirectErrorStream(true).start();
            String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return said + "status " + process.waitFor() + "\n";
        } catch (IOException e) {
            return "no unshare: " + e.getMessage();
        }
    }
}
