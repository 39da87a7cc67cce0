package io.wavemesh.benchmarks.program;

import io.wavemesh.waveft.AtomicFile;
import io.wavemesh.waveft.json.Json;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * A program's figures: each row is shown and stored as soon as it is known, so that an interrupted program leaves what it had.
 */
public final class Results {
    private final Path file;
    private final Table table;
    private final PrintWriter out;
    private final Supplier<List<String>> warnings;
    private final Map<String, Object> document = new LinkedHashMap<>();
    private final List<Map<String, Object>> rows = new ArrayList<>();
    private final List<String> skipped = new ArrayList<>();

    /**
     * Begins a table.
     *
     * @param file of the figures, JSON; replaced
     * @param head fields of the whole program
     * @param out where the table goes
     * @param warnings what was warned of since the last row
     */
    Results(Path file, Map<String, Object> head, Table table, PrintWriter out, Supplier<List<String>> warnings) {
        this.warnings = warnings;
        this.file = file;
        this.table = table;
        this.out = out;
        document.putAll(head);
        document.put("rows", rows);
        document.put("skipped", skipped);
        table.head().forEach(out::println);
        out.flush();
    }

    /** Sets a field of the whole program, such as the ceiling. */
    public void head(String key, Object value) {
        document.put(key, value);
        store();
    }

    /** Notes the version of a library that took part. */
    public void version(String library, String version) {
        @SuppressWarnings("unchecked") // made below as one
        Map<String, Object> versions =
                (Map<String, Object>) document.computeIfAbsent("versions", key -> new LinkedHashMap<String, Object>());
        versions.put(library, version);
        store();
    }

    /** Shows and stores a row. */
    public void add(Map<String, Object> row) {
        List<String> warned = warnings.get();
        if (!warned.isEmpty()) {
            row.put("warnings", warned);
        }
        rows.add(row);
        out.println(table.row(row));
        warned.forEach(warning -> out.println("  " + warning));
        if (row.get("reason") != null) {
            out.println("  " + row.get("reason"));
        }
        out.flush();
        store();
    }

    /** Does the work that fills a row, then adds it; a failure becomes the row's reason. Gives whether it succeeded. */
    public boolean attempt(Map<String, Object> row, Runnable work) {
        boolean done = false;
        try {
            work.run();
            done = true;
        } catch (UncheckedIOException e) {
            throw e;
        } catch (RuntimeException | OutOfMemoryError e) {
            row.put("reason", reason(e));
        }
        add(row);
        return done;
    }

    private static String reason(Throwable failure) {
        List<String> lines = String.valueOf(failure.getMessage()).lines().toList();
        // TorchScript tells the places first and the cause last
        String cause = lines.stream()
                .filter(line -> line.startsWith("RuntimeError") || line.startsWith("torch."))
                .findFirst()
                .orElse(lines.isEmpty() ? "" : lines.get(0));
        return failure.getClass().getSimpleName() + ": " + cause;
    }

    /** Notes what there was no time for. */
    public void skip(String what) {
        skipped.add(what);
        out.println("  skipped for want of time: " + what);
        out.flush();
        store();
    }

    private void store() {
        ByteBuffer bytes = ByteBuffer.wrap((json() + "\n").getBytes(StandardCharsets.UTF_8));
        try {
            Files.createDirectories(file.toAbsolutePath().getParent());
            AtomicFile.write(file, channel -> {
                while (bytes.hasRemaining()) {
                    channel.write(bytes);
                }
            });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** All that is known, as JSON. */
    String json() {
        return Json.pretty(document);
    }
}
