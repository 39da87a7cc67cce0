package io.wavemesh.k8s;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Prometheus' own checker, from the package {@code prometheus}. */
final class Promtool {
    private static final String LABELS = "namespace=\"art\",app_kubernetes_io_instance=\"mesh\"";

    private Promtool() {}

    static boolean isThere() {
        for (String folder : System.getenv("PATH").split(":", -1)) {
            if (Files.isExecutable(Path.of(folder, "promtool"))) {
                return true;
            }
        }
        return false;
    }

    /** Runs it in a folder; what it printed, and its exit status first. */
    static Result run(Path folder, String... arguments) {
        List<String> command = new ArrayList<>(List.of("promtool"));
        command.addAll(List.of(arguments));
        try {
            Path output = folder.resolve("promtool.log");
            Process process = new ProcessBuilder(command)
                    .directory(folder.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(output.toFile())
                    .start();
            if (!process.waitFor(5, TimeUnit.MINUTES)) {
                process.destroyForcibly();
                return new Result(-1, "took too long");
            }
            return new Result(process.exitValue(), Files.readString(output, StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Writes the chart's rules into a folder. */
    static void writeRules(Path folder, Manifests objects) throws IOException {
        JsonNode groups = objects.get("PrometheusRule", "mesh-wavemesh").at("/spec/groups");
        Files.writeString(folder.resolve("rules.yaml"), Yaml.write(Map.of("groups", groups)));
    }

    /**
     * A unit test: what a query gives.
     *
     * @param series by name and labels, values in promtool's notation, one a minute; POD stands for the labels of this mesh's pods
     * @param samples as promtool writes them
     */
    static Map<String, Object> test(String name, JsonNode series, String at, String expr, Object samples) {
        List<Map<String, String>> input = new ArrayList<>();
        series.properties()
                .forEach(entry -> input.add(Map.of(
                        "series",
                        entry.getKey().replace("POD", LABELS),
                        "values",
                        entry.getValue().asText())));
        return Map.of(
                "name",
                name,
                "interval",
                "1m",
                "input_series",
                input,
                "promql_expr_test",
                List.of(Map.of("expr", expr, "eval_time", at, "exp_samples", samples)));
    }

    /** Runs unit tests of the rules in the folder. */
    static Result test(Path folder, List<?> tests) throws IOException {
        Files.writeString(
                folder.resolve("test.yaml"),
                Yaml.write(Map.of("rule_files", List.of("rules.yaml"), "evaluation_interval", "1m", "tests", tests)));
        return run(folder, "test", "rules", "test.yaml");
    }

    /** How it ended. */
    record Result(int status, String output) {}
}
