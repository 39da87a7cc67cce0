package io.wavemesh.tests.watching;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.wavemesh.tests.harness.Await;
import io.wavemesh.tests.harness.HttpPeer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A Prometheus with a mesh's rules, as a process. Looks and evaluates every second. One thread at a time. */
final class Prometheus implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String PROGRAM = "prometheus";
    private static final String TARGETS = "targets.json";
    private static final Duration LIMIT = Duration.ofSeconds(60);

    private final Path folder;
    private final ScrapedPods pods;
    private final Process process;
    private final HttpPeer http;
    private final List<Map<String, Object>> targets = new ArrayList<>();

    private Prometheus(Path folder, ScrapedPods pods, Process process, HttpPeer http) {
        this.folder = folder;
        this.pods = pods;
        this.process = process;
        this.http = http;
    }

    /** Whether the program is installed. */
    static boolean isThere() {
        return Stream.of(System.getenv("PATH").split(":", -1))
                .anyMatch(each -> Files.isExecutable(Path.of(each, PROGRAM)));
    }

    /** Starts one in a folder that is there; it watches nothing yet. */
    static Prometheus start(Path folder, Watching watching) throws IOException {
        ScrapedPods pods = new ScrapedPods(watching);
        write(folder.resolve("rules.yaml"), Map.of("groups", watching.ruleGroups()));
        write(folder.resolve(TARGETS), List.of());
        write(
                folder.resolve("prometheus.yaml"),
                Map.of(
                        "global",
                        Map.of("scrape_interval", "1s", "evaluation_interval", "1s"),
                        "rule_files",
                        List.of("rules.yaml"),
                        "scrape_configs",
                        List.of(pods.scrapeConfig(TARGETS))));
        int port = freePort();
        Process process = new ProcessBuilder(
                        PROGRAM,
                        "--config.file=prometheus.yaml",
                        "--storage.tsdb.path=data",
                        "--web.listen-address=127.0.0.1:" + port)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("prometheus.log").toFile())
                .start();
        Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
        HttpPeer http = new HttpPeer(URI.create("http://127.0.0.1:" + port));
        Prometheus started = new Prometheus(folder, pods, process, http);
        Await.within(LIMIT, "Prometheus is ready", started::isReady);
        return started;
    }

    /** Has a service looked at from now on, as a pod of that name. */
    void watch(String component, String pod, URI address) throws IOException {
        targets.add(pods.target(component, pod, address));
        Path next = folder.resolve("next.json");
        Files.write(next, JSON.writeValueAsBytes(targets));
        Files.move(next, folder.resolve(TARGETS), StandardCopyOption.ATOMIC_MOVE);
    }

    /** The series that a query gives now. */
    JsonNode query(String expr) throws IOException, InterruptedException {
        return data("/api/v1/query?query=" + encoded(expr)).get("result");
    }

    /** The one number that a query gives now; not a number if it gives nothing. */
    double number(String expr) throws IOException, InterruptedException {
        JsonNode result = query(expr);
        return result.isEmpty()
                ? Double.NaN
                : Double.parseDouble(result.get(0).at("/value/1").asText());
    }

    /** What a query gave over a time. */
    JsonNode range(String expr, Instant from, Instant to, Duration step) throws IOException, InterruptedException {
        return data("/api/v1/query_range?query=" + encoded(expr) + "&start=" + from + "&end=" + to + "&step="
                        + step.toMillis() / 1e3)
                .get("result");
    }

    /** The series that a selector matches, at any time. */
    JsonNode series(String selector) throws IOException, InterruptedException {
        return data("/api/v1/series?match%5B%5D=" + encoded(selector));
    }

    /** What a path of the HTTP API gives. */
    JsonNode data(String path) throws IOException, InterruptedException {
        HttpPeer.Answer answer = http.get(path);
        JsonNode body = JSON.readTree(answer.body());
        if (!body.path("status").asText().equals("success")) {
            throw new AssertionError(path + ": " + answer.text());
        }
        return body.get("data");
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }

    private boolean isReady() throws IOException, InterruptedException {
        if (!process.isAlive()) {
            throw new AssertionError(Files.readString(folder.resolve("prometheus.log")));
        }
        try {
            return http.get("/-/ready").status() == 200;
        } catch (IOException notYet) {
            return false;
        }
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private static void write(Path file, Object tree) throws IOException {
        Files.write(file, Watching.YAML.writeValueAsBytes(tree));
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
