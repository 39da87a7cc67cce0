package io.wavemesh.k8s;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Files of this repository. */
final class Project {
    private static final Path ROOT = Path.of(System.getProperty("wavemesh.root", ".."));

    private Project() {}

    static Path path(String name) {
        return ROOT.resolve(name);
    }

    /** Whether this machine has a program. */
    static boolean onPath(String program) {
        for (String folder : System.getenv("PATH").split(":", -1)) {
            if (Files.isExecutable(Path.of(folder, program))) {
                return true;
            }
        }
        return false;
    }

    static String read(String name) {
        return read(path(name));
    }

    static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
