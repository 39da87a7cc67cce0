package io.wavemesh.tests.erasure;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Searches the bytes of every file below a folder: object store, Kafka's logs, temporary files, logs of the services. */
final class Traces {
    private final Path folder;

    Traces(Path folder) {
        this.folder = folder;
    }

    /** Files, relative to the folder, whose content or name has the text. */
    List<String> of(String text) throws IOException {
        return of(text.getBytes(StandardCharsets.UTF_8));
    }

    /** Files, relative to the folder, whose content or name has these bytes; what vanishes meanwhile has nothing. */
    List<String> of(byte[] wanted) throws IOException {
        String text = new String(wanted, StandardCharsets.ISO_8859_1);
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(file -> file.getFileName().toString().contains(text)
                            || Files.isRegularFile(file) && content(file).contains(text))
                    .map(file -> folder.relativize(file).toString())
                    .sorted()
                    .toList();
        } catch (UncheckedIOException e) {
            return of(wanted);
        }
    }

    private static String content(Path file) {
        try {
            return Files.readString(file, StandardCharsets.ISO_8859_1);
        } catch (NoSuchFileException e) {
            return "";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
