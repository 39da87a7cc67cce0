package io.wavemesh.tests.harness;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** The bundled subjects. */
public enum Pictures {
    /** Six pictures of a duck. */
    DUCK,
    /** Six pictures of a helicopter. */
    HELICOPTER,
    /** Six pictures of a tulip. */
    TULIP;

    /** Ordinary word for its kind. */
    public String classNoun() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The picture files (JPEG), sorted by name. */
    public List<Path> files() {
        try (Stream<Path> files = Files.list(Service.ROOT.resolve("examples/subjects/" + classNoun()))) {
            return files.filter(file -> file.toString().endsWith(".jpg"))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
