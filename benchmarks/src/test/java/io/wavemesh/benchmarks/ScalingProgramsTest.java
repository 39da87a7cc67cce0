package io.wavemesh.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import io.wavemesh.waveft.json.Json;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The programs {@code scaling} and {@code scaling-sweep}. */
class ScalingProgramsTest {
    @TempDir
    private Path folder;

    private String run(String... arguments) {
        List<String> all = new ArrayList<>(List.of(arguments));
        all.addAll(List.of(
                "--results", folder.toString(),
                "--measured", "results/2026-11-24-nvidia-h100-80gb-hbm3",
                "--manifests", "../k8s/overlays/gpu-pool",
                "--values", "../helm/values.yaml"));
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int status = Benchmarks.run(new PrintWriter(out), new PrintWriter(err), all.toArray(String[]::new));
        return status + "\n" + out + err;
    }

    private List<Map<?, ?>> rows(String name) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            Path file = files.filter(each -> each.endsWith(name + ".json"))
                    .findFirst()
                    .orElseThrow();
            assertThat(file.getParent().getFileName().toString()).endsWith("-simulation");
            List<Map<?, ?>> rows = new ArrayList<>();
            ((List<?>) ((Map<?, ?>) Json.parse(Files.readAllBytes(file))).get("rows"))
                    .forEach(row -> rows.add((Map<?, ?>) row));
            return rows;
        }
    }

    @Test
    void findsTheDayThatAPoolCarries() throws IOException {
        assertThat(run("scaling", "--gpus", "4", "--jobs", "20000", "--images", "200000"))
                .startsWith("0\n");

        List<Map<?, ?>> rows = rows("scaling");
        assertThat(rows).hasSizeGreaterThan(3);
        assertThat(rows.get(0).get("misses")).isEqualTo("-");
        Map<?, ?> last = rows.get(rows.size() - 1);
        assertThat(last.get("images")).isEqualTo(200_000L);
        assertThat(last.get("misses").toString()).contains("jobs");
        assertThat((double) last.get("load_gpus")).isGreaterThan(20);
        assertThat(rows).allMatch(row -> (double) row.get("gpu_hours") <= 4 * 24.17 + 0.01);
    }

    @Test
    void triesOtherRules() throws IOException {
        String printed = run("scaling-sweep", "--gpus", "8", "--jobs", "500", "--name", "trainers");
        assertThat(printed).startsWith("0\n").contains("the chart's").contains("jobs a pod");

        List<Map<?, ?>> rows = rows("trainers");
        assertThat(rows).hasSizeGreaterThan(20).allMatch(row -> row.get("requests") == null);
        assertThat(rows.get(0).get("setting")).isEqualTo("the chart's");
    }

    @Test
    void podsMayTakeSeveralJobs() throws IOException {
        assertThat(run("scaling-sweep", "--gpus", "8", "--jobs", "500", "--name", "one"))
                .startsWith("0\n");
        assertThat(run("scaling-sweep", "--gpus", "8", "--jobs", "500", "--jobs-per-pod", "20", "--name", "twenty"))
                .startsWith("0\n");

        long one = (long) rows("one").get(0).get("pods");
        long twenty = (long) rows("twenty").get(0).get("pods");
        assertThat(one).as("a pod a job").isGreaterThanOrEqualTo(500);
        assertThat(twenty).isLessThan(one);
    }

    @Test
    void whatDoesNotFitTogetherIsRefused() {
        assertThat(run("scaling-sweep", "--gpus", "4,8", "--jobs", "500"))
                .startsWith("2\n")
                .contains("one number");
        assertThat(run("scaling", "--cold-start", "90")).startsWith("2\n").contains("two numbers");
        assertThat(run("scaling", "--jobs-per-pod", "-1")).startsWith("2\n").contains("--jobs-per-pod");
    }
}
