package io.wavemesh.k8s;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Traces: where they go, and that nothing goes anywhere unless it is asked for. */
class TracingTest {
    private static final List<String> SERVICES = List.of("ingest", "trainer", "inference");

    @ParameterizedTest
    @ValueSource(strings = {"{}", "tracing: {enabled: false, endpoint: 'http://collector:4317'}"})
    void nothingIsSetUnlessItIsAskedFor(String values) {
        Manifests objects = Chart.render(values);

        for (String service : SERVICES) {
            assertThat(objects.properties(service)).doesNotContain("otel");
            assertThat(egress(objects, service)).hasSize(3);
        }
    }

    @Test
    void everyServiceSendsToTheCollector() {
        Manifests objects = Chart.render(
                "tracing: {enabled: true, endpoint: 'http://collector:4318', protocol: http/protobuf, samplingRatio: 0.25}");

        for (String service : SERVICES) {
            assertThat(objects.properties(service))
                    .contains(
                            "quarkus.otel.sdk.disabled=false\n",
                            "quarkus.otel.exporter.otlp.endpoint=http://collector:4318\n",
                            "quarkus.otel.exporter.otlp.protocol=http/protobuf\n",
                            "quarkus.otel.traces.sampler.arg=0.25\n");
        }
    }

    @Test
    void aShareMayBeWholeAndAServiceMayHaveAnotherOne() {
        Manifests objects = Chart.render("""
                tracing: {enabled: true, endpoint: 'http://collector:4317', samplingRatio: 1}
                inference: {properties: {quarkus.otel.traces.sampler.arg: '0.01'}}
                """);

        assertThat(objects.properties("ingest"))
                .contains("quarkus.otel.traces.sampler.arg=1\n", "quarkus.otel.exporter.otlp.protocol=grpc\n");
        assertThat(objects.properties("inference")).contains("quarkus.otel.traces.sampler.arg=0.01\n");
    }

    @ParameterizedTest
    @CsvSource({
        "http://collector:4317, 4317",
        "https://collector.example/otlp, 443",
        "http://collector, 80",
        "https://10.0.0.7:4318/otlp, 4318"
    })
    void theWayToTheCollectorIsOpen(String endpoint, int port) {
        Manifests objects = Chart.render(
                "tracing: {enabled: true, endpoint: '" + endpoint + "'}\n"
                        + "networkPolicy: {tracingPeers: [{namespaceSelector: {}, podSelector: {matchLabels: {app: collector}}}]}");

        for (String service : SERVICES) {
            JsonNode rule = egress(objects, service).get(3);
            assertThat(rule.at("/ports/0/port").isInt()).isTrue();
            assertThat(rule.at("/ports/0/port").asInt()).isEqualTo(port);
            assertThat(rule.at("/to/0/podSelector/matchLabels/app").asText()).isEqualTo("collector");
        }
    }

    @Test
    void withoutPeersTheCollectorIsAnywhere() {
        Manifests objects = Chart.render("tracing: {enabled: true, endpoint: 'http://collector:4317'}");

        assertThat(egress(objects, "trainer").get(3).has("to")).isFalse();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            enabled: true                                                   | set tracing.endpoint
            enabled: true, endpoint: 'collector:4317'                       | /tracing/endpoint
            enabled: true, endpoint: 'http://user@collector:4317'           | /tracing/endpoint
            enabled: true, endpoint: 'http://collector', protocol: zipkin   | /tracing/protocol
            enabled: true, endpoint: 'http://collector', samplingRatio: 1.5 | /tracing/samplingRatio
            enabled: true, endpoint: 'http://collector', sampler: all       | sampler
            """)
    void refuses(String values, String message) {
        assertThatThrownBy(() -> Chart.render("tracing: {" + values + "}")).hasMessageContaining(message);
    }

    private static JsonNode egress(Manifests objects, String service) {
        return objects.get("NetworkPolicy", "mesh-wavemesh-" + service).at("/spec/egress");
    }
}
