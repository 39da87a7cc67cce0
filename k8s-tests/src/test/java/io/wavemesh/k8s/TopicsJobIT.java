package io.wavemesh.k8s;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.wavemesh.broker.BrokerOwner;
import io.wavemesh.broker.BrokerSecurity;
import io.wavemesh.broker.BrokerSettings;
import io.wavemesh.broker.Certificates;
import io.wavemesh.broker.EmbeddedKafka;
import io.wavemesh.contracts.Topics;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The topics' Job with Kafka's own tool and a broker that asks for TLS and a password. */
class TopicsJobIT {
    private static final String OLD = "art.audit";
    private static final String PASSWORD = "p\"a\\s;s w=örd${x}";

    @TempDir
    private Path folder;

    @Test
    void makesTheTopicsThatAreMissingAsTheServicesWould() throws Exception {
        Certificates certificates = Certificates.create(folder.resolve("tls"), List.of("broker"));
        try (EmbeddedKafka broker = new EmbeddedKafka(BrokerSettings.in(folder.resolve("kafka"))
                                .withSecurity(BrokerSecurity.with(certificates)))
                        .start();
                BrokerOwner owner = new BrokerOwner(broker)) {
            owner.addUser("topics", PASSWORD);
            owner.admin()
                    .createTopics(List.of(new NewTopic(OLD, 3, (short) 1)))
                    .all()
                    .get();
            Topics topics = new Topics("art.", new Topics.Compaction(Duration.ofSeconds(7), Duration.ofSeconds(99)));
            owner.grant(topics.all().stream()
                    .flatMap(topic -> Stream.of(may(AclOperation.DESCRIBE, topic), may(AclOperation.CREATE, topic)))
                    .filter(right -> !right.equals(may(AclOperation.CREATE, topics.audit())))
                    .toList());

            TopicsJob job = new TopicsJob(folder.resolve("container"), List.of("/bin/sh"), tool());
            job.file("etc/wavemesh/kafka-user/password", PASSWORD + "\n");
            job.file("etc/wavemesh/kafka-ca/ca.crt", Files.readString(certificates.certificate("broker")));
            TopicsJob.Ended ended = job.run(rendered(), broker.bootstrapServers(), "topics");

            assertThat(ended.status()).as(ended.output()).isZero();
            for (Topics.Topic topic : topics.all()) {
                boolean isOld = topic.name().equals(OLD);
                assertThat(partitions(owner.admin(), topic)).as(topic.name()).isEqualTo(isOld ? 3 : topic.partitions());
                assertThat(settings(owner.admin(), topic))
                        .as(topic.name())
                        .isEqualTo(isOld ? Map.of() : topic.configs());
            }
        }
    }

    private static JsonNode rendered() {
        return Chart.render("""
                        kafka:
                          topicPrefix: art.
                          tls: {caSecret: ca}
                          topics: {hook: false, secret: admin}
                          compactedTopics: {segmentSeconds: 7, deleteRetentionSeconds: 99}
                        """).ofKind("Job").findFirst().orElseThrow();
    }

    /** The class that the tool's script starts. */
    private static String tool() {
        return "exec '%s' -XX:TieredStopAtLevel=1 -cp '%s' org.apache.kafka.tools.TopicCommand \"$@\""
                .formatted(
                        Path.of(System.getProperty("java.home"), "bin", "java"), System.getProperty("java.class.path"));
    }

    private static AclBinding may(AclOperation operation, Topics.Topic topic) {
        return new AclBinding(
                new ResourcePattern(ResourceType.TOPIC, topic.name(), PatternType.LITERAL),
                new AccessControlEntry("User:topics", "*", operation, AclPermissionType.ALLOW));
    }

    private static int partitions(Admin admin, Topics.Topic topic) throws Exception {
        return admin.describeTopics(List.of(topic.name()))
                .allTopicNames()
                .get()
                .get(topic.name())
                .partitions()
                .size();
    }

    /** What was set for the topic, and not what brokers say of all. */
    private static Map<String, String> settings(Admin admin, Topics.Topic topic) throws Exception {
        ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, topic.name());
        Map<String, String> settings = new TreeMap<>();
        admin.describeConfigs(List.of(resource)).all().get().get(resource).entries().stream()
                .filter(entry -> entry.source() == ConfigEntry.ConfigSource.DYNAMIC_TOPIC_CONFIG)
                .forEach(entry -> settings.put(
                        entry.name(), Optional.ofNullable(entry.value()).orElse("")));
        return settings;
    }
}
