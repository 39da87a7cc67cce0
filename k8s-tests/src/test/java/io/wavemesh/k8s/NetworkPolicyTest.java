package io.wavemesh.k8s;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class NetworkPolicyTest {
    @Test
    void nothingIsRestrictedOnRequest() {
        assertThat(Chart.render("networkPolicy: {enabled: false}").names("NetworkPolicy"))
                .isEmpty();
    }

    @Test
    void everyPodIsSelectedInBothDirections() {
        Manifests objects = Chart.render("kafka: {topics: {hook: false}}");

        assertThat(objects.names("NetworkPolicy")).hasSize(4);
        objects.ofKind("NetworkPolicy").forEach(policy -> assertThat(policy.at("/spec/policyTypes"))
                .extracting(JsonNode::asText)
                .containsExactly("Ingress", "Egress"));
        assertThat(policy(objects, "trainer").at("/spec/podSelector/matchLabels"))
                .isEqualTo(
                        Yaml.read(
                                "{app.kubernetes.io/name: wavemesh, app.kubernetes.io/instance: mesh, app.kubernetes.io/component: trainer}"));
    }

    @Test
    void clientsReachIngestAndInferenceAndNobodyTheTrainer() {
        Manifests objects = Chart.render("networkPolicy: {clients: [{podSelector: {matchLabels: {app: shop}}}]}");

        for (String service : List.of("ingest", "inference")) {
            assertThat(policy(objects, service)
                            .at("/spec/ingress/0/from/0/podSelector/matchLabels/app")
                            .asText())
                    .isEqualTo("shop");
        }
        JsonNode from = policy(objects, "trainer").at("/spec/ingress/0/from");
        assertThat(from).hasSize(1);
        assertThat(from.at("/0/podSelector/matchLabels/app.kubernetes.io~1name").asText())
                .isEqualTo("prometheus");
    }

    @Test
    void withoutAnyoneNobodyComesIn() {
        Manifests objects = Chart.render("networkPolicy: {clients: [], monitoring: []}");

        assertThat(policy(objects, "ingest").at("/spec/ingress").isEmpty()).isTrue();
    }

    @Test
    void podsReachNamesBrokersAndStoreOnly() {
        JsonNode egress = policy(Chart.render("networkPolicy: {kafkaPorts: [9094], httpsPorts: [9000]}"), "trainer")
                .at("/spec/egress");

        assertThat(ports(egress)).containsExactly(53, 53, 9094, 9093, 9000);
    }

    @Test
    void portsInAddressesAreOpen() {
        Manifests objects = Chart.render("""
                kafka: {bootstrapServers: 'a:9094,b:9095,c:9094'}
                store: {s3: {endpoint: 'https://minio:9000'}}
                access: {oidc: {issuer: 'http://login/realms/art', audience: mesh}}
                """);

        assertThat(ports(policy(objects, "ingest").at("/spec/egress")))
                .containsExactly(53, 53, 9092, 9093, 9094, 9095, 443, 9000, 80);
        assertThat(ports(policy(Chart.render("store: {s3: {endpoint: 'https://minio'}}"), "trainer")
                        .at("/spec/egress")))
                .containsExactly(53, 53, 9092, 9093, 443);
    }

    @Test
    void withFilesAndKeysNoServerButTheBrokersIsReached() {
        JsonNode egress = policy(Chart.render("store: {kind: file, file: {claim: objects}}"), "ingest")
                .at("/spec/egress");

        assertThat(ports(egress)).containsExactly(53, 53, 9092, 9093);
    }

    @Test
    void theIssuerOfTokensIsReachedByThoseWhoCheckThem() {
        Manifests objects = Chart.render(
                "store: {kind: file, file: {claim: objects}}\naccess: {oidc: {issuer: 'https://login', audience: me}}");

        assertThat(ports(policy(objects, "inference").at("/spec/egress"))).contains(443);
        assertThat(ports(policy(objects, "trainer").at("/spec/egress"))).doesNotContain(443);
    }

    @Test
    void peersMayBeNamed() {
        Manifests objects = Chart.render("""
                networkPolicy:
                  kafkaPeers: [{ipBlock: {cidr: 10.0.0.0/8}}]
                  httpsPeers: [{ipBlock: {cidr: 10.1.0.0/16}}]
                  extraEgress: [{ports: [{protocol: TCP, port: 4317}]}]
                """);

        JsonNode egress = policy(objects, "inference").at("/spec/egress");
        assertThat(egress.at("/1/to/0/ipBlock/cidr").asText()).isEqualTo("10.0.0.0/8");
        assertThat(egress.at("/2/to/0/ipBlock/cidr").asText()).isEqualTo("10.1.0.0/16");
        assertThat(egress.at("/3/ports/0/port").asInt()).isEqualTo(4317);
    }

    @Test
    void brokersOfStrimziAreFoundByTheirLabel() {
        JsonNode egress = policy(Chart.render("kafka: {strimzi: {enabled: true, cluster: main}}"), "ingest")
                .at("/spec/egress");

        assertThat(egress.at("/1/to/0/podSelector/matchLabels/strimzi.io~1cluster")
                        .asText())
                .isEqualTo("main");
    }

    private static JsonNode policy(Manifests objects, String service) {
        return objects.get("NetworkPolicy", "mesh-wavemesh-" + service);
    }

    private static List<Integer> ports(JsonNode egress) {
        List<Integer> ports = new ArrayList<>();
        egress.forEach(rule ->
                rule.get("ports").forEach(port -> ports.add(port.get("port").asInt())));
        return ports;
    }
}
