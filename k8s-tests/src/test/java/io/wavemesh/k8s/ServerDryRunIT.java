package io.wavemesh.k8s;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Everything before a real API server, which checks it and keeps nothing: {@code WAVEMESH_KUBECONFIG} names the file with its address. The
 * custom resources of KEDA, the Prometheus operator and Strimzi must be known there. {@code WAVEMESH_KUBERNETES}, such as {@code 1.20}, says
 * that it is older than the chart's Kubernetes: then it gets objects without what is newer. See docs/kubernetes.md.
 */
@EnabledIfEnvironmentVariable(named = "WAVEMESH_KUBECONFIG", matches = ".+")
class ServerDryRunIT {
    /** As much as fits into one release. */
    private static final String FULL = """
            kafka: {tls: {caSecret: kafka-ca}, topics: {hook: false}}
            store: {s3: {endpoint: 'https://minio:9000', caSecret: ca, credentialsSecret: s3}, encryption: {masterKeysSecret: mk}}
            access: {oidc: {issuer: 'https://login', audience: mesh}}
            model: {checksums: {unet/config.json: '0000000000000000000000000000000000000000000000000000000000000000'}}
            image: {pullSecrets: [pull]}
            monitoring: {scrapeAnnotations: true}
            tracing: {enabled: true, endpoint: 'http://collector.observability:4317'}
            networkPolicy: {extraEgress: [{to: [{ipBlock: {cidr: 169.254.170.23/32}}], ports: [{port: 80}]}]}
            prometheus: {authentication: thanos}
            ingest: {scaling: {enabled: true}, priorityClass: {create: true, value: 5}}
            trainer: {kind: Deployment, gpu: {mig: 3g.40gb}, shmSize: 8Gi, runtimeClassName: nvidia, topologySpread: {enabled: true}}
            inference: {nodeSelector: {gpu: h100}, affinity: {nodeAffinity: {}}}
            """;

    private static final String STRIMZI =
            "kafka: {bootstrapServers: '', strimzi: {enabled: true, createCluster: true}}";

    static Stream<Arguments> renderings() {
        return Stream.of(
                Arguments.of("chart-defaults", Chart.render().all()),
                Arguments.of("chart-full", Chart.render(FULL).all()),
                Arguments.of("chart-strimzi", Chart.render(STRIMZI).all()),
                Arguments.of("overlay-local", kustomized("k8s/overlays/local")),
                Arguments.of("overlay-gpu-pool", kustomized("k8s/overlays/gpu-pool")));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("renderings")
    void theServerTakesEveryObject(String name, List<JsonNode> objects) throws Exception {
        Path folder = Files.createDirectories(Path.of("target", "dry-run", name));
        List<String> refused = new ArrayList<>();
        Optional<OlderServer> older =
                Optional.ofNullable(System.getenv("WAVEMESH_KUBERNETES")).map(OlderServer::of);
        int changed = 0;
        for (JsonNode object : objects) {
            JsonNode sent = older.map(server -> server.known(object)).orElse(object);
            changed += sent.equals(object) ? 0 : 1;
            Path file = folder.resolve(object.get("kind").asText() + "-" + Manifests.name(object) + ".yaml");
            Files.writeString(file, Yaml.write(sent));
            Process process = kubectl(
                    "--kubeconfig",
                    System.getenv("WAVEMESH_KUBECONFIG"),
                    "apply",
                    "--dry-run=server",
                    "--validate=strict",
                    "-f",
                    file.toString());
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (process.waitFor() != 0) {
                refused.add(file.getFileName() + ": " + output.strip());
            }
        }

        System.out.printf(
                "%s: %d objects, %d of them without what is newer, %d refused%n",
                name, objects.size(), changed, refused.size());
        assertThat(objects).isNotEmpty();
        assertThat(refused).isEmpty();
    }

    private static List<JsonNode> kustomized(String folder) {
        try {
            Process process = kubectl("kustomize", Project.path(folder).toString());
            String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(process.waitFor()).isZero();
            List<JsonNode> objects = Yaml.readAll(text);
            // The namespace of these is not there yet.
            objects.forEach(object -> ((ObjectNode) object.get("metadata")).remove("namespace"));
            return objects;
        } catch (IOException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private static Process kubectl(String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of("kubectl"));
        command.addAll(List.of(arguments));
        return new ProcessBuilder(command).redirectErrorStream(true).start();
    }
}
