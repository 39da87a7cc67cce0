package io.wavemesh.k8s;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.wavemesh.contracts.Topics;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Topics and users: the Job, Strimzi's resources, and that both say what the services do. */
class KafkaTest {
    private static final String STRIMZI = "kafka: {bootstrapServers: '', topicPrefix: prod., strimzi: {enabled: true}}";

    @Test
    void topicsAreMadeByAHookByDefault() {
        // Hooks are no objects of the release, and Helm's library does not print them.
        assertThat(Chart.render().names("Job")).isEmpty();
        assertThat(Project.read("helm/templates/_topics.tpl")).contains("helm.sh/hook: pre-install,pre-upgrade");
    }

    @Test
    void requestsAreKeptForAsLongAsTheValuesSay() {
        String values = "requestTopics: {retentionSeconds: 3600, deadLetterRetentionSeconds: 1000000}";
        Map<String, Map<String, String>> expected = Map.of(
                "generation-requests", Map.of("retention.ms", "3600000", "segment.ms", "900000"),
                "dlq.generation-requests", Map.of("retention.ms", "1000000000", "segment.ms", "86400000"),
                "generation-results", Map.of("retention.ms", "604800000", "segment.ms", "86400000"));

        String script = job("kafka: {topics: {hook: false}, " + values + "}")
                .at("/spec/template/spec/containers/0/args/0")
                .asText();
        Manifests strimzi = Chart.render(STRIMZI.replace("prod.,", "prod., " + values + ","));
        expected.forEach((topic, settings) -> settings.forEach((setting, value) -> {
            assertThat(script.lines().filter(line -> line.startsWith("topic " + topic + " ")))
                    .singleElement()
                    .asString()
                    .contains("--config " + setting + "=" + value)
                    .contains("--config cleanup.policy=delete");
            assertThat(strimzi.get("KafkaTopic", "mesh-wavemesh-" + topic)
                            .at("/spec/config")
                            .get(setting)
                            .asText())
                    .isEqualTo(value);
        }));
    }

    @ParameterizedTest
    @MethodSource("compactions")
    void theJobMakesEveryTopicAsTheServicesWould(Topics.Compaction compaction, String values) {
        String script = job("kafka: {topicPrefix: prod., topics: {hook: false}, compactedTopics: " + values + "}")
                .at("/spec/template/spec/containers/0/args/0")
                .asText();

        Map<String, Set<String>> made = script.lines()
                .filter(line -> line.startsWith("topic prod."))
                .map(line -> line.substring("topic ".length()).split(" --"))
                .collect(Collectors.toMap(
                        words -> words[0],
                        words -> new TreeSet<>(Set.of(words).stream()
                                .filter(word -> word.contains("partitions") || word.startsWith("config"))
                                .toList())));
        assertThat(made).isEqualTo(expectedTopics(compaction));
        assertThat(script).contains("--create --if-not-exists").doesNotContain("--alter");
    }

    @Test
    void theJobSpeaksAsTheServicesDo() {
        JsonNode job = job("""
                kafka:
                  topics: {hook: false, replicationFactor: 3, secret: kafka-admin}
                  tls: {caSecret: kafka-ca}
                """);
        JsonNode container = job.at("/spec/template/spec/containers/0");

        assertThat(container.at("/args/0").asText())
                .contains("security.protocol=SASL_SSL")
                .contains("ssl.truststore.location=/etc/wavemesh/kafka-ca/ca.crt")
                .contains("sasl.mechanism=SCRAM-SHA-512")
                .contains("--replication-factor 3");
        assertThat(container.toString()).contains("\"name\":\"kafka-admin\",\"key\":\"username\"");
        assertThat(job.at("/spec/template/spec/volumes"))
                .extracting(volume -> volume.at("/secret/secretName").asText())
                .containsExactly("", "kafka-admin", "kafka-ca");
    }

    @Test
    void withoutSecurityTheJobSpeaksInPlainText() {
        JsonNode job = job("kafka: {tls: {enabled: false}, sasl: {enabled: false}, topics: {hook: false}}");

        assertThat(job.at("/spec/template/spec/containers/0/args/0").asText())
                .contains("security.protocol=PLAINTEXT")
                .doesNotContain("sasl", "ssl.");
        assertThat(job.toString()).doesNotContain("secretKeyRef", "kafka-user");
    }

    @Test
    void theUserMayBeNamedInTheValues() {
        JsonNode env = job("kafka: {topics: {hook: false}}\ningest: {kafka: {username: mesh-ingest}}")
                .at("/spec/template/spec/containers/0/env");

        assertThat(env).anySatisfy(variable -> assertThat(variable)
                .isEqualTo(Yaml.read("{name: KAFKA_USER, value: mesh-ingest}")));
    }

    @Test
    void aJobOfOtherTopicsIsAnotherJob() {
        assertThat(Manifests.name(job("kafka: {topics: {hook: false}}")))
                .isNotEqualTo(Manifests.name(job("kafka: {topicPrefix: a., topics: {hook: false}}")));
    }

    @Test
    void noJobOnRequest() {
        Manifests objects = Chart.render("kafka: {topics: {job: false, hook: false}}");

        assertThat(objects.names("Job")).isEmpty();
        assertThat(objects.names("NetworkPolicy")).doesNotContain("mesh-wavemesh-topics");
    }

    @Test
    void withoutStrimziNothingOfItIsThere() {
        assertThat(Chart.render().all())
                .noneMatch(object -> object.at("/apiVersion").asText().startsWith("kafka.strimzi.io"));
    }

    /** The chart's own values are the services' own ones. */
    static Stream<Arguments> compactions() {
        return Stream.of(
                Arguments.of(Topics.Compaction.DEFAULT, "{}"),
                Arguments.of(
                        new Topics.Compaction(Duration.ofSeconds(1), Duration.ZERO),
                        "{segmentSeconds: 1, deleteRetentionSeconds: 0}"),
                Arguments.of(
                        new Topics.Compaction(Duration.ofSeconds(999), Duration.ofSeconds(7)),
                        "{segmentSeconds: 999, deleteRetentionSeconds: 7}"),
                Arguments.of(
                        new Topics.Compaction(Duration.ofDays(30), Duration.ofDays(30)),
                        "{segmentSeconds: 2592000, deleteRetentionSeconds: 2592000}"));
    }

    @ParameterizedTest
    @MethodSource("compactions")
    void strimziMakesEveryTopicAsTheServicesWould(Topics.Compaction compaction, String values) {
        Map<String, Set<String>> made = new HashMap<>();
        Chart.render(STRIMZI.replace("prod.,", "prod., compactedTopics: " + values + ","))
                .ofKind("KafkaTopic")
                .forEach(topic -> {
                    Set<String> settings = new TreeSet<>();
                    settings.add("partitions " + topic.at("/spec/partitions").asText());
                    topic.at("/spec/config")
                            .properties()
                            .forEach(entry -> settings.add("config " + entry.getKey() + "="
                                    + entry.getValue().asText()));
                    made.put(topic.at("/spec/topicName").asText(), settings);
                });

        assertThat(made).isEqualTo(expectedTopics(compaction));
    }

    @Test
    void theListOfRightsIsTheServicesOwn() {
        assertThat(Yaml.read(Project.read("helm/files/kafka-acls.json")))
                .isEqualTo(Yaml.read(
                        Project.read("libs/messaging/src/main/resources/io/wavemesh/messaging/kafka-acls.json")));
    }

    @Test
    void usersHaveExactlyTheRightsOfTheList() {
        Manifests objects = Chart.render(STRIMZI);
        Set<String> expected = new TreeSet<>();
        Yaml.read(Project.read("helm/files/kafka-acls.json")).forEach(rule -> {
            String prefix = rule.get("resource").asText().equals("topic") ? "prod." : "";
            if (!rule.get("operation").asText().equals("Create")) {
                expected.add(String.join(
                        " ",
                        "mesh-wavemesh-" + rule.get("service").asText(),
                        rule.get("resource").asText(),
                        prefix + rule.get("name").asText(),
                        rule.get("operation").asText()));
            }
        });

        Set<String> given = new TreeSet<>();
        objects.ofKind("KafkaUser")
                .forEach(user -> user.at("/spec/authorization/acls").forEach(acl -> acl.get("operations")
                        .forEach(operation -> given.add(String.join(
                                " ",
                                Manifests.name(user),
                                acl.at("/resource/type").asText(),
                                acl.at("/resource/name").asText(),
                                operation.asText())))));

        assertThat(given).isEqualTo(expected);
    }

    @Test
    void groupsAreTheServicesOwn() {
        Manifests objects = Chart.render(STRIMZI + "\ntrainer: {settings: {kafka.group-id: mine}}");

        assertThat(objects.get("KafkaUser", "mesh-wavemesh-trainer").toString())
                .contains("\"type\":\"group\",\"name\":\"mine\"");
        assertThat(objects.properties("ingest")).contains("ingest.recovery.group-id=mine\n");
    }

    @Test
    void servicesUseWhatStrimziMakes() {
        Manifests objects = Chart.render(STRIMZI + "\ningest: {kafka: {secret: ''}}\ntrainer: {kafka: {secret: ''}}");

        assertThat(objects.properties("ingest"))
                .contains("ingest.kafka.bootstrap-servers=mesh-kafka-bootstrap:9093\n")
                .contains("ingest.kafka.security.sasl.username=mesh-wavemesh-ingest\n")
                .contains("ingest.kafka.security.tls.trust-store=/etc/wavemesh/kafka-ca/ca.crt\n");
        assertThat(WorkloadTest.volume(objects, "ingest", "kafka-user")
                        .at("/secret/secretName")
                        .asText())
                .isEqualTo("mesh-wavemesh-ingest");
        assertThat(WorkloadTest.volume(objects, "ingest", "kafka-ca")
                        .at("/secret/secretName")
                        .asText())
                .isEqualTo("mesh-cluster-ca-cert");
    }

    @Test
    void theClusterIsMadeOnRequest() {
        assertThat(Chart.render(STRIMZI).names("Kafka")).isEmpty();
        Manifests objects = Chart.render(
                "kafka: {strimzi: {enabled: true, createCluster: true, cluster: main, version: 4.2.0, storageClass: fast}}");

        JsonNode kafka = objects.get("Kafka", "main");
        JsonNode pool = objects.get("KafkaNodePool", "main-brokers");
        assertThat(kafka.at("/spec/kafka/version").asText()).isEqualTo("4.2.0");
        assertThat(kafka.at("/spec/kafka/authorization/type").asText()).isEqualTo("simple");
        assertThat(kafka.at("/spec/kafka/listeners/0/tls").asBoolean()).isTrue();
        assertThat(kafka.at("/spec/kafka/config/auto.create.topics.enable").asBoolean(true))
                .isFalse();
        assertThat(kafka.at("/spec/kafka/config/min.insync.replicas").asInt()).isEqualTo(2);
        assertThat(pool.at("/spec/replicas").asInt()).isEqualTo(3);
        assertThat(pool.at("/spec/storage/class").asText()).isEqualTo("fast");
    }

    @Test
    void oneBrokerKeepsOneCopy() {
        JsonNode config = Chart.render("kafka: {strimzi: {enabled: true, createCluster: true, replicas: 1}}")
                .get("Kafka", "mesh")
                .at("/spec/kafka/config");

        assertThat(config.get("default.replication.factor").asInt()).isEqualTo(1);
        assertThat(config.get("min.insync.replicas").asInt()).isEqualTo(1);
    }

    private static JsonNode job(String values) {
        return Chart.render(values).ofKind("Job").findFirst().orElseThrow();
    }

    private static Map<String, Set<String>> expectedTopics(Topics.Compaction compaction) {
        return new Topics("prod.", compaction).all().stream().collect(Collectors.toMap(Topics.Topic::name, topic -> {
            Set<String> settings = new TreeSet<>();
            settings.add("partitions " + topic.partitions());
            topic.configs().forEach((key, value) -> settings.add("config " + key + "=" + value));
            return settings;
        }));
    }
}
