package io.wavemesh.messaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.wavemesh.contracts.Disposition;
import io.wavemesh.contracts.Topics;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.junit.jupiter.api.Test;

class TopicProvisionerIT extends BrokerCase {
    private static final Duration LIMIT = Duration.ofSeconds(30);

    @Test
    void createsWhatIsMissingAndLeavesWhatIsThere() throws Exception {
        Topics.Topic first = new Topics.Topic("first", 2, Map.of("cleanup.policy", "compact"));
        Topics.Topic second = new Topics.Topic("second", 1, Map.of());
        TopicProvisioner provisioner = new TopicProvisioner(connection);
        provisioner.provision(List.of(first), LIMIT);

        provisioner.provision(List.of(new Topics.Topic("first", 5, Map.of()), second), LIMIT);

        try (Admin admin = connection.admin("test")) {
            assertThat(admin.describeTopics(List.of("first", "second"))
                            .allTopicNames()
                            .get())
                    .hasEntrySatisfying("first", d -> assertThat(d.partitions()).hasSize(2))
                    .hasEntrySatisfying(
                            "second", d -> assertThat(d.partitions()).hasSize(1));
        }
    }

    @Test
    void measuresHowManyRecordsAreNotDone() {
        Topics.Topic topic = givenTopic(2, Map.of());
        publisher.publish(topic, message("a"));
        publisher.publish(topic, message("b"));
        publisher.publish(topic, message("c"));
        RecordingHandler handler = RecordingHandler.answering(Disposition.DONE);

        try (QueueDepth depth = new QueueDepth(connection, "group-" + topic.name(), topic)) {
            assertThat(depth.measure(LIMIT)).isEqualTo(3);
            try (ShareQueue<?> queue = givenQueue(topic, handler, 3)) {
                assertThat(queue.isAlive()).isTrue();
                Eventually.eventually("all are done", () -> depth.measure(LIMIT) == 0);
            }
        }

        assertThat(handler.deliveries).hasSize(3);
    }

    @Test
    void saysWhenNoBrokerAnswers() {
        Topics.Topic topic = new Topics.Topic("nowhere", 1, Map.of());
        TopicProvisioner provisioner = new TopicProvisioner(new BrokerConnection(
                "127.0.0.1:1", Map.of("default.api.timeout.ms", "500", "request.timeout.ms", "500")));

        assertThatThrownBy(() -> provisioner.provision(List.of(topic), Duration.ofSeconds(1)))
                .isInstanceOf(BrokerUnavailableException.class)
                .hasMessageStartingWith("cannot look up topic nowhere");
    }
}
