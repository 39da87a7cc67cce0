package io.wavemesh.benchmarks.program;

import static org.assertj.core.api.Assertions.assertThat;

import io.wavemesh.waveft.json.Json;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ResultsTest {
    @TempDir
    private Path folder;

    private final StringWriter shown = new StringWriter();
    private final List<String> warnings = new ArrayList<>();
    private Path file;
    private Results results;

    @BeforeEach
    void begin() {
        file = folder.resolve("day").resolve("train.json");
        results = new Results(
                file,
                Map.of("program", "train"),
                new Table(List.of(Column.of("what", "what", 4), Column.number("median_ms", "ms", 1))),
                new PrintWriter(shown),
                () -> {
                    List<String> taken = List.copyOf(warnings);
                    warnings.clear();
                    return taken;
                });
    }

    private static Map<String, Object> row(String what) {
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("what", what);
        return row;
    }

    @Test
    void everyRowIsOnDiskAsSoonAsItIsKnown() throws IOException {
        Map<String, Object> row = row("step");
        row.put("median_ms", 12.5);

        results.add(row);

        assertThat(stored().get("program")).isEqualTo("train");
        assertThat(stored().get("rows")).isEqualTo(List.of(Map.of("what", "step", "median_ms", 12.5)));
        assertThat(shown.toString()).contains("| step | 12.5     |");
        try (var files = Files.list(file.getParent())) {
            assertThat(files).containsExactly(file);
        }
    }

    @Test
    void aFailureIsARowWithItsReason() throws IOException {
        boolean done = results.attempt(row("step"), () -> {
            throw new IllegalStateException("out of memory\n\tat some place");
        });
        results.add(row("next"));

        assertThat(done).isFalse();
        assertThat(stored().get("rows"))
                .isEqualTo(List.of(
                        Map.of("what", "step", "reason", "IllegalStateException: out of memory"),
                        Map.of("what", "next")));
    }

    @Test
    void whatLibrariesWarnedOfStandsInTheRow() throws IOException {
        warnings.add("activations are recomputed");

        results.add(row("step"));
        results.add(row("next"));

        assertThat(stored().get("rows"))
                .isEqualTo(List.of(
                        Map.of("what", "step", "warnings", List.of("activations are recomputed")),
                        Map.of("what", "next")));
    }

    @Test
    void whatThereWasNoTimeForIsListed() throws IOException {
        results.skip("batch 8");
        results.version("libtorch", "2.7.1");

        assertThat(stored().get("skipped")).isEqualTo(List.of("batch 8"));
        assertThat(stored().get("versions")).isEqualTo(Map.of("libtorch", "2.7.1"));
    }

    private Map<?, ?> stored() throws IOException {
        return (Map<?, ?>) Json.parse(Files.readAllBytes(file));
    }
}
