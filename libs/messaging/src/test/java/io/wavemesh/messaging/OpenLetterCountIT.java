package io.wavemesh.messaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.wavemesh.contracts.Topics;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class OpenLetterCountIT extends BrokerCase {
    private static final Duration LIMIT = Duration.ofSeconds(20);
    private static final Topics TOPICS = new Topics("");

    @Test
    void countsWhatIsWrittenAndNotYetReplayedOrDropped() {
        Topics.Topic topic = givenTopic(1, Map.of());
        try (OpenLetterCount count = new OpenLetterCount(connection, TOPICS.deadLetters(topic));
                DeadLetterBox box = new DeadLetterBox(connection, TOPICS, LIMIT)) {
            assertThat(count.measure(LIMIT)).isZero();
            givenLetters(topic, 3);
            assertThat(count.measure(LIMIT)).isEqualTo(3);

            box.drop(open(box, topic).get(1));
            assertThat(count.measure(LIMIT)).isEqualTo(2);

            open(box, topic).forEach(box::replay);
            givenLetters(topic, 1);
            assertThat(count.measure(LIMIT))
                    .isEqualTo(1)
                    .isEqualTo(open(box, topic).size());
            assertThat(count.measure(LIMIT)).isEqualTo(1);
        }
    }

    @Test
    void beginsWithWhatStoodThereBefore() {
        Topics.Topic topic = givenTopic(1, Map.of());
        givenLetters(topic, 300);
        try (DeadLetterBox box = new DeadLetterBox(connection, TOPICS, LIMIT)) {
            box.drop(open(box, topic).get(0));
        }

        OpenLetterCount count = new OpenLetterCount(connection, TOPICS.deadLetters(topic));
        assertThat(count.measure(LIMIT)).isEqualTo(299);
        count.close();
        assertThat(count.measure(LIMIT)).as("after a new connection").isEqualTo(299);
        count.close();
    }

    @Test
    void doesNotCountWhatRetentionTook() throws Exception {
        Topics.Topic topic = givenTopic(1, Map.of());
        try (OpenLetterCount count = new OpenLetterCount(connection, TOPICS.deadLetters(topic))) {
            givenLetters(topic, 5);
            assertThat(count.measure(LIMIT)).isEqualTo(5);

            givenDeletedBefore(topic, 3);
            assertThat(count.measure(LIMIT)).isEqualTo(2);

            givenLetters(topic, 2);
            givenDeletedBefore(topic, 6);
            assertThat(count.measure(LIMIT)).isEqualTo(1);
        }
    }

    @Test
    void withoutTheTopicThereAreNone() {
        Topics.Topic missing = new Topics.Topic("never-made-either", 1, Map.of());

        try (OpenLetterCount count = new OpenLetterCount(connection, missing)) {
            assertThat(count.measure(LIMIT)).isZero();
        }
    }

    @Test
    void saysSoWhenTheBrokersAreAway() {
        BrokerConnection nowhere = BrokerConnection.to("127.0.0.1:1");
        try (OpenLetterCount count = new OpenLetterCount(nowhere, TOPICS.deadLetters(TOPICS.trainingJobs()))) {
            assertThatThrownBy(() -> count.measure(Duration.ofSeconds(1)))
                    .isInstanceOf(BrokerUnavailableException.class)
                    .hasMessageStartingWith("cannot count the letters of dlq.training-jobs");
        }
    }

    private void givenLetters(Topics.Topic topic, int number) {
        for (int i = 0; i < number; i++) {
            ProducerRecord<byte[], byte[]> letter =
                    new ProducerRecord<>(TOPICS.deadLetters(topic).name(), new byte[] {1}, new byte[] {2});
            letter.headers().add(DeadLetters.TOPIC, topic.name().getBytes(StandardCharsets.UTF_8));
            publisher.send(letter);
        }
    }

    private void givenDeletedBefore(Topics.Topic topic, long offset) throws Exception {
        TopicPartition partition = new TopicPartition(TOPICS.deadLetters(topic).name(), 0);
        try (Admin admin = connection.admin("test")) {
            admin.deleteRecords(Map.of(partition, RecordsToDelete.beforeOffset(offset)))
                    .all()
                    .get();
        }
    }

    private static List<DeadLetter> open(DeadLetterBox box, Topics.Topic topic) {
        List<DeadLetter> letters = new ArrayList<>();
        box.forEach(List.of(topic), letters::add);
        return letters;
    }
}
