package io.wavemesh.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import io.wavemesh.waveft.adapter.AdapterFolder;
import io.wavemesh.waveft.json.Json;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every program on a small model on the CPU. */
class BenchmarksIT {
    private static final String NANO = Path.of("..", "models", "nano-sdxl").toString();
    private static final String DUCK =
            Path.of("..", "examples", "subjects", "duck").toString();

    @TempDir
    private static Path folder;

    private final Path results = folder.resolve("results");

    @BeforeAll
    static void writeModel() {
        assertThat(run("model", "--out", model(), "--size", "small", "--tokenizers-of", NANO))
                .startsWith("0");
    }

    private static String model() {
        return folder.resolve("model").toString();
    }

    /** Exit status, then what was printed. */
    private static String run(String... arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int status = Benchmarks.run(new PrintWriter(out), new PrintWriter(err), arguments);
        return status + "\n" + out + err;
    }

    private List<Map<String, Object>> rows(String program, String... more) throws IOException {
        List<String> arguments = new ArrayList<>(List.of(program, "--model", model(), "--results", results.toString()));
        arguments.addAll(Arrays.asList(more));
        assertThat(run(arguments.toArray(String[]::new))).startsWith("0\n").doesNotContain("reason");
        try (Stream<Path> files = Files.walk(results)) {
            Path file = files.filter(each -> each.endsWith(program + ".json"))
                    .findFirst()
                    .orElseThrow();
            Map<?, ?> document = (Map<?, ?>) Json.parse(Files.readAllBytes(file));
            assertThat(document.get("command").toString()).startsWith(program + " --model");
            List<Map<String, Object>> rows = new ArrayList<>();
            ((List<?>) document.get("rows")).forEach(row -> rows.add(fields((Map<?, ?>) row)));
            return rows;
        }
    }

    private static Map<String, Object> fields(Map<?, ?> row) {
        Map<String, Object> fields = new LinkedHashMap<>();
        row.forEach((key, value) -> fields.put((String) key, value));
        return fields;
    }

    private static Map<String, Object> row(List<Map<String, Object>> rows, String key, Object value) {
        return rows.stream()
                .filter(row -> value.equals(row.get(key)))
                .findFirst()
                .orElseThrow();
    }

    private static double number(Map<String, Object> row, String key) {
        return ((Number) row.get(key)).doubleValue();
    }

    @Test
    void trainingIsTimedAndTheLossOfAFixedBatchFalls() throws IOException {
        List<Map<String, Object>> rows = rows(
                "train",
                "--resolution=128",
                "--steps=2",
                "--warm-up=1",
                "--window=1",
                "--batch=1,2",
                "--activations=keep,recompute",
                "--deterministic",
                "true",
                "--replay=12");

        assertThat(rows)
                .extracting(row -> row.get("what"))
                .containsExactly("load", "step", "step", "replay", "load", "step", "step", "replay");
        assertThat(number(row(rows, "batch", 2L), "median_ms")).isPositive();
        assertThat(number(row(rows, "batch", 2L), "share")).isBetween(0.0, 1.0);
        Map<String, Object> replay = row(rows, "what", "replay");
        assertThat(number(replay, "loss_last")).isLessThan(number(replay, "loss_first"));
    }

    @Test
    void drawingIsTimed() throws IOException {
        List<Map<String, Object>> rows = rows("infer", "--resolution=128", "--steps=6", "--runs=2", "--batch=1,2");

        assertThat(rows)
                .extracting(row -> row.get("what"))
                .containsExactly("load", "prepare adapter", "text", "png", "step", "image", "step", "image");
        assertThat(number(row(rows, "what", "image"), "median_ms")).isPositive();
    }

    @Test
    void switchingIsTimedForEveryMethod() throws IOException {
        List<Map<String, Object>> rows = rows("switch", "--rounds=2", "--adapters=2");

        assertThat(rows)
                .extracting(row -> row.get("adapter"))
                .containsExactly(null, "none", "waveft", "waveft-moved", "shira", "lora");
        assertThat(number(row(rows, "adapter", "waveft"), "runs")).isEqualTo(4);
        assertThat(number(row(rows, "adapter", "lora"), "median_ms")).isPositive();
    }

    @Test
    void steadyDrawingIsToldByQuarters() throws IOException {
        List<Map<String, Object>> rows = rows("steady", "--images=8", "--adapters=2", "--steps=1", "--resolution=128");

        assertThat(rows).hasSize(6);
        assertThat(number(row(rows, "what", "quarter 4"), "host_bytes")).isPositive();
        assertThat(number(row(rows, "what", "all"), "runs")).isEqualTo(8);
    }

    @Test
    void theWholeJobRunsFromPicturesToAStoredImage() throws IOException {
        Path work = folder.resolve("job");

        List<Map<String, Object>> rows = rows(
                "end-to-end",
                "--pictures=" + DUCK,
                "--class-noun=bird",
                "--steps=3",
                "--batch=2",
                "--image-steps=2",
                "--images=1",
                "--work=" + work);

        assertThat(number(row(rows, "phase", "job"), "seconds")).isPositive();
        assertThat(number(row(rows, "phase", "train"), "runs")).isEqualTo(3);
        try (Stream<Path> files = Files.walk(work.resolve("objects"))) {
            assertThat(files.filter(Files::isRegularFile).map(Path::toString))
                    .anyMatch(name -> name.endsWith("adapter_model.safetensors"))
                    .anyMatch(name -> name.endsWith(".png"));
        }
    }

    @Test
    void adaptersAreFoldersThatCanBeRead() {
        String out = folder.resolve("adapters").toString();
        for (String method : List.of("waveft", "shira", "lora")) {
            assertThat(run("adapter", "--model", model(), "--out", out, "--method", method, "--count", "2"))
                    .startsWith("0");
        }

        assertThat(AdapterFolder.read(Path.of(out, "waveft-0")).identity())
                .isNotEqualTo(AdapterFolder.read(Path.of(out, "waveft-1")).identity());
        assertThat(AdapterFolder.read(Path.of(out, "lora-1")).config().method()).isEqualTo("lora");
        assertThat(AdapterFolder.read(Path.of(out, "shira-1")).config().method())
                .isEqualTo("shira");
    }

    @Test
    void whatCannotBeUsedIsOneLine() {
        assertThat(run("train", "--model", "/nowhere")).isEqualTo("2\nbenchmarks train: /nowhere: no such folder\n");
        assertThat(run("train", "--model", model(), "--activations=some", "--results", results.toString()))
                .endsWith("benchmarks train: --activations must be keep, recompute, auto or auto:GIB, was 'some'\n");
        assertThat(run("report", "/nowhere")).startsWith("2\nbenchmarks report: no such file: /nowhere");
        assertThat(run("model")).startsWith("2\nbenchmarks model: Missing required option");
        assertThat(run()).startsWith("2\nbenchmarks: a program is missing");
    }
}
