package io.wavemesh.messaging;

import static io.wavemesh.messaging.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import io.wavemesh.contracts.JobControl;
import io.wavemesh.contracts.Topics;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
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
