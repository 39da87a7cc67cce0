package io.wavemesh.tests.watching;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.wavemesh.tests.harness.Await;
import io.wavemesh.tests.harness.IngestClient.Submitted;
import io.wavemesh.tests.harness.Pictures;
import io.wavemesh.tests.harness.Service;
import io.wavemesh.tests.harness.ServiceProcess;
import io.wavemesh.tests.watching.Watching.Asker;
import io.wavemesh.tests.watching.Watching.Query;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/**
 * After a job, pictures by HTTP and by events, and a dead letter, everything that watches the mesh has something to watch.
 * Alerts are rightly empty then; of them and of all others each series and label exists. Meters of a GPU come from
 * {@link GpuMeters}.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class WatchingIT {
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final Watching WATCHING = new Watching();

    @TempDir
    private static Path folder;

    private WatchedMesh mesh;
    private Prometheus prometheus;
    private GpuMeters gpu;

    @BeforeAll
    void workAndWatch() throws Exception {
        assumeTrue(Prometheus.isThere(), "prometheus is not there: apt-get install prometheus");
        mesh = new WatchedMesh(folder, WATCHING);
        prometheus = mesh.prometheus();
        gpu = new GpuMeters();
        prometheus.watch("trainer", "gpu-of-trainer", gpu.address());
        prometheus.watch("inference", "gpu-of-inference", gpu.address());
        ServiceProcess trainer = mesh.launch(Service.TRAINER);
        ServiceProcess ingest = mesh.start(Service.INGEST);

        // Messages wait while no replica runs: that alone must start one.
        mesh.ask(3, 2, Optional.empty());
        Await.within(LIMIT, "the backlog is three messages", () -> backlog() == 3);
        ServiceProcess inference = mesh.launch(Service.INFERENCE);
        trainer.awaitReady();
        Submitted subject = WatchedMesh.submit(ingest, Pictures.DUCK, 30);
        inference.awaitReady();
        String adapter = WatchedMesh.adapter(ingest, subject);
        WatchedMesh.draw(inference, adapter, 5);
        WatchedMesh.draw(inference, adapter, 5);
        Await.within(LIMIT, "nothing waits any more", () -> backlog() == 0);
    }

    @AfterAll
    void stop() {
        if (gpu != null) {
            gpu.close();
        }
        if (mesh != null) {
            mesh.close();
        }
    }

    @Test
    void everyPodIsScrapedWithTheLabelsOfQueries() throws Exception {
        Set<String> scraped = new TreeSet<>();
        for (JsonNode target : prometheus.data("/api/v1/targets").get("activeTargets")) {
            assertThat(target.get("health").asText()).as("%s", target).isEqualTo("up");
            JsonNode labels = target.get("labels");
            scraped.add(labels.get("app_kubernetes_io_component").asText() + " of "
                    + labels.get("app_kubernetes_io_instance").asText() + " in "
                    + labels.get("namespace").asText());
            assertThat(labels.get("pod").asText()).isNotEmpty();
            assertThat(labels.get("job").asText()).isEqualTo("wavemesh/mesh-wavemesh");
        }

        assertThat(scraped)
                .containsExactly(
                        "inference of mesh in wavemesh", "ingest of mesh in wavemesh", "trainer of mesh in wavemesh");
    }

    @Test
    void everyRuleIsEvaluated() throws Exception {
        List<String> rules = new ArrayList<>();
        for (JsonNode group : prometheus.data("/api/v1/rules").get("groups")) {
            for (JsonNode rule : group.get("rules")) {
                assertThat(rule.path("lastError").asText()).as("%s", rule).isEmpty();
                assertThat(rule.get("health").asText()).as("%s", rule).isEqualTo("ok");
                rules.add(rule.get("name").asText());
            }
        }

        assertThat(rules)
                .containsExactlyInAnyOrderElementsOf(WATCHING.queries().stream()
                        .filter(query -> query.asker() == Asker.ALERT || query.asker() == Asker.RECORDING_RULE)
                        .map(Query::where)
                        .toList());
    }

    @Test
    void everySeriesAndLabelThatIsAskedForExists() throws Exception {
        Set<String> selectors = new HashSet<>();
        for (Query query : WATCHING.queries()) {
            assertThat(query.selectors()).as("%s", query).isNotEmpty();
            selectors.addAll(query.selectors());
        }
        List<String> missing = new ArrayList<>();
        for (String selector : selectors) {
            if (prometheus.series(selector).isEmpty()) {
                missing.add(selector);
            }
        }

        assertThat(selectors).hasSizeGreaterThan(60);
        assertThat(missing).isEmpty();
    }

    @Test
    void everyTriggerRecordingRuleAndPanelHasData() throws Exception {
        List<Query> missing = new ArrayList<>(WATCHING.queries().stream()
                .filter(query -> query.asker() != Asker.ALERT)
                .toList());
        assertThat(missing).hasSizeGreaterThan(60);

        // Recorded series are a second behind, and those of recorded ones two.
        long deadline = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        while (!missing.isEmpty() && System.nanoTime() < deadline) {
            for (Query query : List.copyOf(missing)) {
                if (hasData(query)) {
                    missing.remove(query);
                }
            }
        }

        assertThat(missing).isEmpty();
    }

    @Test
    void aDeadLetterAlertsUntilSomebodyDealsWithIt() throws Exception {
        mesh.sendRubbish();
        Await.within(LIMIT, "it alerts", () -> !alerts("WavemeshDeadLetters").isEmpty());
        assertThat(alerts("WavemeshDeadLetters").get(0).at("/metric/topic").asText())
                .isEqualTo("generation-requests");

        mesh.dropLetters();

        Await.within(LIMIT, "it is silent", () -> alerts("WavemeshDeadLetters").isEmpty());
    }

    @Test
    void nothingElseAlerts() throws Exception {
        Set<String> firing = new TreeSet<>();
        prometheus
                .query("ALERTS{alertstate=\"firing\"}")
                .forEach(alert -> firing.add(alert.at("/metric/alertname").asText()));

        assertThat(firing).isEmpty();
    }

    /** Ingest tells NaN while it cannot count: nothing is scaled by that. */
    @Test
    void whatCannotBeCountedIsLeftOutOfTheBacklog() throws Exception {
        String counted = "waveft_ingest_image_requests\\{[^}]*}";

        assertThat(trigger()).containsPattern(counted);
        assertThat(prometheus.number(trigger().replaceAll(counted, "vector(7)")))
                .isEqualTo(7);
        assertThat(prometheus.number(trigger().replaceAll(counted, "vector(NaN)")))
                .isZero();
    }

    private double backlog() throws Exception {
        return prometheus.number(trigger());
    }

    private static String trigger() {
        return WATCHING.queries().stream()
                .filter(query -> query.asker() == Asker.TRIGGER && query.where().endsWith("inference"))
                .findFirst()
                .orElseThrow()
                .expr();
    }

    private JsonNode alerts(String name) throws Exception {
        return prometheus.query("ALERTS{alertname=\"" + name + "\"}");
    }

    private boolean hasData(Query query) throws Exception {
        for (JsonNode series : prometheus.query(query.expr())) {
            if (!series.at("/value/1").asText().equals("NaN")) {
                return true;
            }
        }
        return false;
    }
}
