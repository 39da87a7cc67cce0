package io.wavemesh.local.demo;

import io.wavemesh.pictures.Picture;
import io.wavemesh.pictures.PictureFiles;
import io.wavemesh.pictures.PictureLimits;
import io.wavemesh.waveft.json.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The pictures of one subject.
 *
 * @param name short name
 * @param classNoun ordinary word for its kind
 * @param files the picture files, sorted by name
 */
public record SubjectPictures(String name, String classNoun, List<Path> files) {
    private static final String CATALOGUE = "subjects.json";

    /** Copies the list; throws {@link IllegalArgumentException} if it is empty. */
    public SubjectPictures {
        files = List.copyOf(files);
        if (files.isEmpty()) {
            throw new IllegalArgumentException("no picture (jpg, png or webp) for the subject " + name);
        }
    }

    /** A bundled subject by name; throws {@link IllegalArgumentException} with the names there are. */
    public static SubjectPictures bundled(Path examples, String name) {
        Map<String, Object> catalogue = ServiceClient.fields(Json.parse(bytes(examples.resolve(CATALOGUE))));
        if (!catalogue.containsKey(name)) {
            throw new IllegalArgumentException("no subject '" + name + "', there are " + catalogue.keySet());
        }
        String classNoun = (String) ServiceClient.fields(catalogue.get(name)).get("classNoun");
        return new SubjectPictures(name, classNoun, pictureFiles(examples.resolve(name)));
    }

    /** One's own pictures in a folder. */
    public static SubjectPictures own(Path folder, String classNoun) {
        if (!Files.isDirectory(folder)) {
            throw new IllegalArgumentException("no such folder of pictures: " + folder);
        }
        Path name = folder.toAbsolutePath().normalize().getFileName();
        return new SubjectPictures(name == null ? "pictures" : name.toString(), classNoun, pictureFiles(folder));
    }

    /** The decoded pictures. */
    public List<Picture> decode() {
        return files.stream()
                .map(file -> PictureFiles.read(file, PictureLimits.DEFAULT))
                .toList();
    }

    /** The HTTP content type of a picture file. */
    static String contentType(Path file) {
        String name = file.getFileName().toString().toLowerCase(Locale.ROOT);
        if (name.endsWith(".png")) {
            return "image/png";
        }
        return name.endsWith(".webp") ? "image/webp" : "image/jpeg";
    }

    static byte[] bytes(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException cause) {
            throw new UncheckedIOException(cause);
        }
    }

    private static List<Path> pictureFiles(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(SubjectPictures::isPicture).sorted().toList();
        } catch (IOException cause) {
            throw new UncheckedIOException(cause);
        }
    }

    private static boolean isPicture(Path file) {
        return file.getFileName().toString().toLowerCase(Locale.ROOT).matches("[^.].*\\.(jpe?g|png|webp)")
                && Files.isRegularFile(file);
    }
}
