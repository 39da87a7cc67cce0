package io.wavemesh.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Folders among the resources as real folders: where they lie, or unpacked once a JVM if they are inside a jar. */
final class GoldenFiles {
    private static final Path ROOT = locate();

    private GoldenFiles() {}

    static Path folder(String name) {
        return ROOT.resolve(name);
    }

    private static Path locate() {
        try {
            URI anchor = GoldenFiles.class.getResource("golden.json").toURI();
            return anchor.getScheme().equals("file") ? Path.of(anchor).getParent() : unpack(anchor);
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path unpack(URI anchor) throws IOException {
        Path target = Files.createTempDirectory("wavemesh-golden");
        Runtime.getRuntime().addShutdownHook(new Thread(() -> delete(target)));
        String inside = anchor.toString();
        Path jar = Path.of(URI.create(inside.substring("jar:".length(), inside.indexOf("!/"))));
        try (FileSystem files = FileSystems.newFileSystem(jar);
                Stream<Path> entries = Files.walk(files.getPath("/io/wavemesh/testkit"))) {
            for (Path entry : (Iterable<Path>) entries::iterator) {
                Path copy = target.resolve(
                        files.getPath("/io/wavemesh/testkit").relativize(entry).toString());
                if (Files.isDirectory(entry)) {
                    Files.createDirectories(copy);
                } else {
                    Files.copy(entry, copy);
                }
            }
        }
        return target;
    }

    private static void delete(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            List<Path> deepestFirst = files.sorted(Comparator.reverseOrder()).toList();
            for (Path file : deepestFirst) {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
