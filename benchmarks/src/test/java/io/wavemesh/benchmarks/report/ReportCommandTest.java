package io.wavemesh.benchmarks.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.wavemesh.benchmarks.figures.ResultFolder;
import io.wavemesh.waveft.json.Json;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportCommandTest {
    @TempDir
    private Path folder;

    private void file(String name, String program, Object... rows) throws IOException {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("program", program);
        document.put("date", "2026-11-24T11:00:00Z");
        document.put("command", program + " --model sdxl");
        document.put("machine", Map.of("device", "A GPU", "driver", "580", "processor", "a processor", "cores", 16));
        document.put("ceiling", Map.of("product", "fp16 8192^3", "tflops", 700.4));
        document.put("rows", List.of(rows));
        document.put("skipped", List.of("batch 8"));
        Files.writeString(folder.resolve(name), Json.pretty(document));
    }

    private static Map<String, Object> step(int batch, String activations, boolean deterministic, double millis) {
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("what", "step");
        row.put("batch", batch);
        row.put("resolution", 1024);
        row.put("activations", activations);
        row.put("deterministic", deterministic);
        row.put("median_ms", millis);
        row.put("min_ms", millis - 1);
        row.put("within_16_gib", !activations.equals("keep"));
        return row;
    }

    private Path peers() throws IOException {
        Path file = Files.createDirectory(folder.resolve("peers")).resolve("peers.json");
        return Files.writeString(file, """
                {"rows": [{"what": "train", "adapter": "lora_r1", "grad_ckpt": false, "step_ms": 610, "forward_ms": 200,
                "backward_ms": 400, "optimizer_ms": 10, "peak_GiB": 20.5}, {"what": "attach", "adapter": "lora_r1"}]}
                """);
    }

    private String report(List<Path> peers) {
        StringWriter text = new StringWriter();
        ReportCommand.print(ResultFolder.read(folder), Peers.read(peers), new PrintWriter(text));
        return text.toString();
    }

    @Test
    void targetsStandBesideWhatWasReachedAndPeers() throws IOException {
        file(
                "train.json",
                "train",
                step(4, "keep", false, 200),
                step(4, "keep", true, 230.5),
                step(4, "recompute", false, 277),
                step(4, "auto:12", false, 250));

        String report = report(List.of(peers()));

        assertThat(report).startsWith("A GPU, driver 580, a processor, 16 cores.\n");
        assertThat(line(report, "activations kept"))
                .contains("≤ 220.0 ms", "≤ 300.0 ms", "200.0 ms", "199.0 ms", "230.5 ms")
                .contains("PEFT LoRA r1 2410 ms (12.1 x)");
        assertThat(line(report, "within 16 GiB")).contains("250.0 ms");
        assertThat(line(report, "1 picture")).contains("≤ 100.0 ms").contains("| -");
        assertThat(report).contains("matrix product fp16 8192^3: 700 TFLOP/s.", "- skipped for want of time: batch 8");
        assertThat(report).contains("| train | lora_r1 | false      | 1     | 610.0     | 20.50    |");
    }

    @Test
    void theFileNamedAfterItsProgramCountsBeforeOthers() throws IOException {
        file("train.json", "train", step(4, "keep", false, 200));
        file("train-a.json", "train", step(4, "keep", false, 150), step(1, "keep", false, 80));

        String report = report(List.of());

        assertThat(line(report, "activations kept")).contains("200.0 ms");
        assertThat(line(report, "1 picture")).contains("80.0 ms");
        assertThat(report).contains("### train\n", "### train-a\n");
    }

    @Test
    void anotherSizeIsNotTakenForTheFigure() throws IOException {
        Map<String, Object> small = step(4, "keep", false, 5);
        small.put("resolution", 128);
        file("train.json", "train", small);

        assertThat(line(report(List.of()), "activations kept")).doesNotContain("5.0 ms |");
    }

    @Test
    void aFailureIsANoteAndNoFigure() throws IOException {
        Map<String, Object> failed = step(8, "keep", false, 1);
        failed.put("reason", "too little memory");
        file("train.json", "train", failed);

        assertThat(report(List.of())).contains("- step 8: too little memory");
    }

    @Test
    void steadinessComparesTheQuarters() throws IOException {
        file(
                "steady.json",
                "steady",
                quarter(1, 1500, 40L << 30, 5L << 30),
                quarter(4, 1504, 40L << 30, (5L << 30) + (3 << 20)));

        assertThat(line(report(List.of()), "200 images")).contains("1500 to 1504 ms; device +0 MiB, host +3 MiB");
    }

    private static Map<String, Object> quarter(int number, double millis, long device, long host) {
        return Map.of("what", "quarter " + number, "median_ms", millis, "device_bytes", device, "host_bytes", host);
    }

    @Test
    void aDocumentIsCheckedTableByTable() throws IOException {
        file("train.json", "train", step(4, "keep", false, 200));
        String report = report(List.of());

        assertThat(ReportCommand.missing(report, "# Figures\n\n" + report + "\nMore text\n"))
                .isEmpty();
        assertThat(ReportCommand.missing(report, report.replace("200.0", "100.0")))
                .hasSize(2)
                .allMatch(table -> table.startsWith("| ") && table.contains("200.0"));
    }

    @Test
    void aFolderWithoutFiguresIsRefused() throws IOException {
        Files.writeString(folder.resolve("peer_bench.json"), "{\"rows\": []}");

        assertThatThrownBy(() -> report(List.of()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(folder + ": there are no figures in it");
    }

    private static String line(String report, String words) {
        return report.lines().filter(each -> each.contains(words)).findFirst().orElseThrow();
    }
}
