package io.wavemesh.benchmarks.figures;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/** The files of figures of one day on one device. Where several hold a figure, that named after its program counts. */
public final class ResultFolder {

    /**
     * A file of figures.
     *
     * @param name of the file
     * @param document all that it holds
     * @param rows of the document
     */
    public record ResultFile(String name, Map<String, Object> document, List<Map<String, Object>> rows) {
        /** The program that stored it. */
        public String program() {
            return String.valueOf(document.get("program"));
        }

        boolean isNamedAfterProgram() {
            return name.equals(program() + ".json");
        }
    }

    private final Path folder;
    private final List<ResultFile> files = new ArrayList<>();
    private final List<Path> others = new ArrayList<>();

    private ResultFolder(Path folder) {
        this.folder = folder;
    }

    /** Reads all; throws {@link IllegalArgumentException} if a file has another form. */
    public static ResultFolder read(Path folder) {
        ResultFolder read = new ResultFolder(folder);
        try (Stream<Path> paths = Files.list(folder)) {
            for (Path path : paths.filter(each -> each.toString().endsWith(".json"))
                    .sorted()
                    .toList()) {
                Object value = JsonRows.read(path);
                if (value instanceof Map<?, ?> map && map.containsKey("program")) {
                    Map<String, Object> document = JsonRows.object(path, value);
                    String name = path.getFileName().toString();
                    read.files.add(new ResultFile(name, document, JsonRows.list(path, document.get("rows"))));
                } else {
                    read.others.add(path);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        if (read.files.isEmpty()) {
            throw new IllegalArgumentException(folder + ": there are no figures in it");
        }
        read.files.sort(Comparator.comparing(ResultFile::program)
                .thenComparing(file -> !file.isNamedAfterProgram())
                .thenComparing(ResultFile::name));
        return read;
    }

    /** All files, those of a program beside each other. */
    public List<ResultFile> files() {
        return List.copyOf(files);
    }

    /** The folder's JSON files of other programs. */
    public List<Path> others() {
        return List.copyOf(others);
    }

    /** Of the first file of a program that has rows with these fields and without a failure, the row least in a field. */
    public Optional<Map<String, Object>> least(String program, Map<String, ?> fields, String field) {
        return files.stream()
                .filter(file -> file.program().equals(program))
                .map(file -> file.rows().stream()
                        .filter(row -> row.get("reason") == null && row.get(field) instanceof Number)
                        .filter(row -> fields.entrySet().stream()
                                .allMatch(wanted -> same(row.get(wanted.getKey()), wanted.getValue())))
                        .min(Comparator.comparingDouble(row -> ((Number) row.get(field)).doubleValue())))
                .flatMap(Optional::stream)
                .findFirst();
    }

    /** A figure as {@link #least} finds it; throws {@link IllegalArgumentException} if there is none. */
    public double figure(String program, Map<String, ?> fields, String field) {
        return least(program, fields, field)
                .map(row -> ((Number) row.get(field)).doubleValue())
                .orElseThrow(() -> new IllegalArgumentException(
                        "%s: no figure %s of %s in a row with %s".formatted(folder, field, program, fields)));
    }

    private static boolean same(Object found, Object wanted) {
        return found instanceof Number a && wanted instanceof Number b
                ? a.doubleValue() == b.doubleValue()
                : Objects.equals(found, wanted);
    }
}
