package io.wavemesh.k8s;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * No trigger, rule or panel asks for a series that nobody exports. What the services export was scraped from them; a test in
 * mesh-tests scrapes the packaged services and compares.
 */
class QueriesTest {
    private static final Manifests OBJECTS = Chart.render();
    private static final Manifests DEPLOYED = Chart.render("trainer: {kind: Deployment}");

    @Test
    void everySeriesIsExportedOrRecorded() {
        Set<String> known = new TreeSet<>(recorded());
        known.addAll(exported());
        known.add("up");

        assertThat(Queries.all(OBJECTS)).hasSizeGreaterThan(60).allSatisfy(query -> assertThat(Queries.series(query))
                .as("%s", query)
                .isNotEmpty()
                .isSubsetOf(known));
    }

    @Test
    void namesAreFoundInQueries() {
        assertThat(Queries.series("max by (outcome) (rate(a_total{x=\"b\"}[5m])) / on (mesh) wavemesh:c:d > 2.5 and e_f"
                        + " or vector(0)"))
                .containsExactly("a_total", "e_f", "wavemesh:c:d");
    }

    @Test
    void everyRecordedSeriesIsUsed() {
        Set<String> used = Queries.all(OBJECTS).stream()
                .flatMap(query -> Queries.series(query).stream())
                .collect(Collectors.toSet());

        assertThat(recorded()).isSubsetOf(used);
    }

    @Test
    void theBacklogOfTriggersIsTheOneThatIsRecorded() {
        assertThat(trigger(OBJECTS.get("ScaledJob", "mesh-wavemesh-trainer"), 0))
                .isEqualTo(trigger(DEPLOYED.get("ScaledObject", "mesh-wavemesh-trainer"), 0))
                .isEqualTo(recordedAs("wavemesh:training_backlog:jobs"));
        JsonNode inference = OBJECTS.get("ScaledObject", "mesh-wavemesh-inference");
        assertThat(trigger(inference, 0)).isEqualTo(recordedAs("wavemesh:image_backlog:jobs"));
        assertThat(trigger(inference, 1)).isEqualTo(recordedAs("wavemesh:image_wait:seconds"));
        assertThat(trigger(inference, 2)).isEqualTo(recordedAs("wavemesh:image_busy:replicas"));
    }

    @Test
    void everyQueryIsOfThisMeshOnly() {
        assertThat(Queries.all(OBJECTS)).allSatisfy(query -> assertThat(Queries.series(query))
                .as("%s", query)
                .allSatisfy(name -> assertThat(query.replaceAll(
                                name + "\\{(mesh=\"art/mesh-wavemesh\"|"
                                        + "namespace=\"art\",app_kubernetes_io_instance=\"mesh\")[,}]",
                                ""))
                        .doesNotContainPattern("(?<![a-zA-Z0-9_:])" + name + "(?![a-zA-Z0-9_:])")));
    }

    private static String trigger(JsonNode object, int index) {
        return object.at("/spec/triggers/" + index + "/metadata/query").asText();
    }

    private static String recordedAs(String name) {
        return Queries.rules(OBJECTS).stream()
                .filter(rule -> rule.path("record").asText().equals(name))
                .map(rule -> rule.get("expr").asText())
                .findFirst()
                .orElseThrow();
    }

    private static Set<String> recorded() {
        return Queries.rules(OBJECTS).stream()
                .filter(rule -> rule.has("record"))
                .map(rule -> rule.get("record").asText())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Set<String> exported() {
        return Stream.concat(
                        Stream.of("ingest", "trainer", "inference").flatMap(service -> Project.read(
                                        "k8s-tests/src/test/resources/meters/" + service + ".txt")
                                .lines()),
                        ofDevices().stream())
                .collect(Collectors.toSet());
    }

    /** Those that only a machine with a GPU exports, from the class that registers them. */
    private static List<String> ofDevices() {
        return ScrapedDevice.names();
    }
}
