package io.wavemesh.k8s;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Objects against the schemas of Kubernetes, KEDA, the Prometheus operator and Strimzi. What other tests render is checked too: see
 * {@link Chart}.
 */
class SchemasTest {
    private static final String STRIMZI = "{bootstrapServers: '', strimzi: {enabled: true, createCluster: true,"
            + " storageClass: fast, version: 4.2.0, apiVersion: kafka.strimzi.io/";

    /** As the chart and the overlays have them. */
    private static final List<JsonNode> EVERY_KIND = Stream.of(
                    Chart.render().all(),
                    Chart.render("kafka: " + STRIMZI + "v1}}").all(),
                    Chart.render("kafka: {topics: {hook: false}}").all(),
                    Yaml.readAll(Project.read("k8s/overlays/local/claim.yaml")))
            .flatMap(List::stream)
            .toList();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "trainer: {kind: Deployment}\ningest: {scaling: {enabled: true}}",
                "kafka: {topics: {hook: false}, tls: {caSecret: ca}}\nimage: {pullSecrets: [pull]}",
                "kafka: " + STRIMZI + "v1}}",
                "kafka: " + STRIMZI + "v1beta2}}",
                "kafka: {tls: {enabled: false}, sasl: {enabled: false}, strimzi: {enabled: true, createCluster: true}}",
                "prometheus: {authentication: thanos}\ntrainer: {gpu: {mig: 1g.10gb}, shmSize: 1Gi, runtimeClassName: nvidia}"
            })
    void theChartsObjectsAreValid(String values) {
        assertThat(Chart.render(values).all())
                .isNotEmpty()
                .flatMap(Schemas::faults)
                .isEmpty();
    }

    @ParameterizedTest
    @MethodSource("plainManifests")
    void plainManifestsAreValid(Path file) {
        List<JsonNode> objects = Yaml.readAll(Project.read(file));

        assertThat(objects).isNotEmpty().flatMap(Schemas::faults).isEmpty();
    }

    static List<Path> plainManifests() throws IOException {
        try (Stream<Path> files = Files.walk(Project.path("k8s"))) {
            List<Path> found = files.filter(file -> file.toString().endsWith(".yaml"))
                    .filter(file -> !file.endsWith("kustomization.yaml"))
                    .filter(file -> !file.getParent().endsWith("patches"))
                    .filter(file -> !file.getParent().endsWith("values"))
                    .toList();
            assertThat(found).hasSizeGreaterThanOrEqualTo(5);
            return found;
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            Deployment          | /spec/template/spec                              | hostNetworks             | true
            Deployment          | /spec/template/spec/containers/0/livenessProbe   | httpget                  | {}
            Deployment          | /spec/template/spec/containers/0                 | imagePullPolicy          | "Sometimes"
            Deployment          | /spec                                            | replicas                 | "two"
            Deployment          | /spec                                            | selector                 | null
            Service             | /spec/ports/0                                    | port                     | 1.5
            ServiceAccount      | /metadata                                        | labels                   | {"a": 1}
            ConfigMap           | /data                                            | more                     | 7
            NetworkPolicy       | /spec/egress/0/ports/0                           | protocol                 | "tcp"
            PodDisruptionBudget | /spec                                            | maxUnavailability        | 1
            PriorityClass       | /                                                | preemption               | "Never"
            Job                 | /spec                                            | backoffLimits            | 3
            PersistentVolumeClaim | /spec                                          | accessMode               | "ReadWriteOnce"
            ScaledJob           | /spec                                            | maxReplicas              | 8
            ScaledJob           | /spec/jobTargetRef/template/spec/containers/0    | resource                 | {}
            ScaledObject        | /spec/triggers/0                                 | query                    | "up"
            ScaledObject        | /spec/triggers/0/metadata                        | threshold                | 4
            PodMonitor          | /spec/podMetricsEndpoints/0                      | every                    | "15s"
            PrometheusRule      | /spec/groups/0/rules/0                           | expression               | "up"
            Kafka               | /spec/kafka/listeners/0                          | tsl                      | true
            KafkaNodePool       | /spec                                            | roles                    | ["boss"]
            KafkaTopic          | /spec                                            | partition                | 4
            KafkaUser           | /spec/authorization/acls/0                       | operations               | ["Reads"]
            """)
    void aFaultIsFound(String kind, String place, String field, String value) throws IOException {
        JsonNode object = any(kind).deepCopy();
        assertThat(Schemas.faults(object)).isEmpty();
        ((ObjectNode) (place.equals("/") ? object : object.at(place))).set(field, new ObjectMapper().readTree(value));

        assertThat(Schemas.faults(object)).isNotEmpty().allSatisfy(fault -> assertThat(fault)
                .contains(kind, field));
    }

    @Test
    void aKindWithoutSchemaIsAFault() {
        assertThat(Schemas.faults(Yaml.read("{apiVersion: v1, kind: Pot}"))).containsExactly("no schema of v1/Pot");
        assertThat(Schemas.faults(Yaml.read("{}"))).containsExactly("no schema of /");
    }

    @Test
    void allFaultsAreToldAtOnce() {
        ArrayNode objects = (ArrayNode) Yaml.read("[{apiVersion: v1, kind: Service, metadata: {name: a}, specs: {}},"
                + " {apiVersion: v1, kind: ConfigMap, metadata: {name: b}, data: []}]");

        assertThatThrownBy(() -> Schemas.check(objects))
                .hasMessageContaining("v1/Service a")
                .hasMessageContaining("v1/ConfigMap b");
    }

    /** Some object of a kind. */
    private static JsonNode any(String kind) {
        return EVERY_KIND.stream()
                .filter(object -> object.get("kind").asText().equals(kind))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no " + kind));
    }
}
