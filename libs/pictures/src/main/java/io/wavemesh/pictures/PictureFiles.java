package io.wavemesh.pictures;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Reads pictures from the file system. */
public final class PictureFiles {
    private PictureFiles() {}

    /**
     * Reads all pictures of a folder, sorted by file name; hidden files and sub-folders are left out, every other file
     * must be a picture.
     *
     * @throws IllegalArgumentException with a one-line message that names the folder or the file at fault
     * @throws UncheckedIOException if reading fails
     */
    public static List<Picture> readAll(Path folder, PictureLimits limits) {
        if (!Files.isDirectory(folder)) {
            throw new IllegalArgumentException(folder + ": no such folder");
        }
        List<Picture> pictures = new ArrayList<>();
        for (Path file : files(folder)) {
            pictures.add(read(file, limits));
        }
        if (pictures.isEmpty()) {
            throw new IllegalArgumentException(folder + ": holds no pictures");
        }
        return List.copyOf(pictures);
    }

    /**
     * Reads one picture.
     *
     * @throws UnusablePictureException with a one-line message that names the file
     * @throws UncheckedIOException if reading fails
     */
    public static Picture read(Path file, PictureLimits limits) {
        try {
            long byteCount = Files.size(file);
            if (byteCount > limits.maxBytes()) {
                throw new UnusablePictureException(
                        PictureFault.TOO_LARGE,
                        file + ": has " + byteCount + " bytes; at most " + limits.maxBytes() + " are allowed");
            }
            return decode(file, Files.readAllBytes(file), limits);
        } catch (IOException e) {
            throw new UncheckedIOException(file + ": cannot be read", e);
        }
    }

    private static Picture decode(Path file, byte[] bytes, PictureLimits limits) {
        try {
            return PictureDecoder.decode(bytes, limits);
        } catch (UnusablePictureException e) {
            throw e.named(file.toString());
        }
    }

    private static List<Path> files(Path folder) {
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.filter(Files::isRegularFile)
                    .filter(file -> !file.getFileName().toString().startsWith("."))
                    .sorted(Comparator.comparing(file -> file.getFileName().toString()))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(folder + ": cannot be read", e);
        }
    }
}
