package io.wavemesh.messaging;

import static io.wavemesh.messaging.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import io.wavemesh.contracts.JobControl;
import io.wavemesh.contracts.MessageJson;
import io.wavemesh.contracts.Topics;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;

class CompactedTopicReaderIT extends BrokerCase {
    private static final Map<String, String> COMPACTED = Map.of("cleanup.policy", "compact");

    @Test
    void rebuildsTheStateFromTheStart() throws InterruptedException {
        Topics.Topic topic = givenTopic(3, COMPACTED);
        for (String key : new String[] {"a", "b", "c", "d"}) {
            publisher.publish(topic, message(key));
        }
        publisher.withdraw(topic, "b");
        State state = new State();

        try (CompactedTopicReader<JobControl> reader = reader(topic, state)) {
            assertThat(reader.awaitCaughtUp(Duration.ofSeconds(30))).isTrue();
            assertThat(state.jobs).containsOnlyKeys("a", "c", "d");
        }
    }

    @Test
    void passesOverUndecodableRecords() throws InterruptedException {
        Topics.Topic topic = givenTopic(1, COMPACTED);
        publisher.send(new ProducerRecord<>(topic.name(), bytes("bad"), bytes("[]")));
        publisher.publish(topic, message("good"));
        State state = new State();

        try (CompactedTopicReader<JobControl> reader = reader(topic, state)) {
            assertThat(reader.awaitCaughtUp(Duration.ofSeconds(30))).isTrue();
            assertThat(state.jobs).containsOnlyKeys("good");
        }
    }

    @Test
    void goesOnAfterTheBrokerWasAway() throws InterruptedException {
        Topics.Topic topic = givenTopic(1, COMPACTED);
        publisher.publish(topic, message("before"));
        State state = new State();

        try (CompactedTopicReader<JobControl> reader = reader(topic, state)) {
            assertThat(reader.awaitCaughtUp(Duration.ofSeconds(30))).isTrue();
            broker.close();
            broker.start();
            publisher.publish(topic, message("after"));
            eventually("the later record is read", () -> state.jobs.containsKey("after"));
        }

        assertThat(state.jobs).containsOnlyKeys("before", "after");
        assertThat(state.puts).isEqualTo(2);
    }

    @Test
    void waitsForATopicThatIsNotThereYet() throws InterruptedException {
        Topics.Topic later = new Topics.Topic("created-later", 1, COMPACTED);
        State state = new State();

        try (CompactedTopicReader<JobControl> reader = reader(later, state)) {
            assertThat(reader.awaitCaughtUp(Duration.ofMillis(200))).isFalse();
            new TopicProvisioner(connection).provision(java.util.List.of(later), Duration.ofSeconds(30));
            publisher.publish(later, message("first"));
            eventually("the record is read", () -> state.jobs.containsKey("first"));
        }
    }

    @Test
    void readsPartitionsThatAreAddedLater() throws Exception {
        Topics.Topic topic = givenTopic(1, COMPACTED);
        publisher.publish(topic, message("before"));
        State state = new State();
        BrokerConnection impatient =
                new BrokerConnection(broker.bootstrapServers(), Map.of("metadata.max.age.ms", "500"));

        try (CompactedTopicReader<JobControl> reader =
                        new CompactedTopicReader<>(impatient, topic, JobControl.class, state);
                Admin admin = connection.admin("test")) {
            reader.start();
            assertThat(reader.awaitCaughtUp(Duration.ofSeconds(30))).isTrue();
            admin.createPartitions(Map.of(topic.name(), NewPartitions.increaseTo(3)))
                    .all()
                    .get();
            for (int partition = 0; partition < 3; partition++) {
                publisher.send(new ProducerRecord<>(
                        topic.name(),
                        partition,
                        bytes("in-" + partition),
                        MessageJson.encode(message("in-" + partition))));
            }
            eventually("all are read", () -> state.jobs.keySet().containsAll(Set.of("in-0", "in-1", "in-2")));
        }

        assertThat(state.puts).as("nothing is read twice").isEqualTo(4);
    }

    private CompactedTopicReader<JobControl> reader(Topics.Topic topic, State state) {
        CompactedTopicReader<JobControl> reader =
                new CompactedTopicReader<>(connection, topic, JobControl.class, state);
        reader.start();
        return reader;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static final class State implements StateHandler<JobControl> {
        final Map<String, JobControl> jobs = new ConcurrentHashMap<>();
        volatile int puts;

        @Override
        public void put(String key, JobControl message) {
            jobs.put(key, message);
            puts = puts + 1;
        }

        @Override
        public void remove(String key) {
            jobs.remove(key);
        }
    }
}
