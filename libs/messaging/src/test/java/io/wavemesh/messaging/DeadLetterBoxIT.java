package io.wavemesh.messaging;

import static io.wavemesh.messaging.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.wavemesh.contracts.CloudEvents;
import io.wavemesh.contracts.Disposition;
import io.wavemesh.contracts.JobControl;
import io.wavemesh.contracts.Topics;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@SuppressWarnings("try") // a queue works without being referred to
class DeadLetterBoxIT extends BrokerCase {
    private static final Topics TOPICS = new Topics("");
    private static final Duration LIMIT = Duration.ofSeconds(20);

    private DeadLetterBox box;

    @BeforeEach
    void openBox() {
        box = new DeadLetterBox(connection, TOPICS, LIMIT);
    }

    @AfterEach
    void closeBox() {
        box.close();
    }

    @Test
    void anEmptyTopicHasNoLetters() {
        assertThat(open(givenTopic(1, Map.of()))).isEmpty();
    }

    @Test
    void aMissingTopicIsNotThere() {
        Topics.Topic missing = new Topics.Topic("never-made", 1, Map.of());

        assertThat(box.exists(missing)).isFalse();
        assertThat(open(missing)).isEmpty();
        assertThat(box.exists(givenTopic(1, Map.of()))).isTrue();
    }

    @Test
    void listsTheLettersOfSeveralTopicsTheNewestLast() {
        Topics.Topic one = givenTopic(1, Map.of());
        Topics.Topic other = givenTopic(1, Map.of());
        givenLetter(one, "first");
        givenLetter(other, "second");
        givenLetter(one, "third");

        List<String> keys = new ArrayList<>();
        box.forEach(List.of(one, other), letter -> keys.add(letter.key()));

        assertThat(keys).containsExactly("first", "second", "third");
    }

    @Test
    void replaysARecordOnceAndAsItWas() {
        Topics.Topic topic = givenTopic(1, Map.of());
        ConsumerRecord<byte[], byte[]> before = givenLetter(topic, "job");

        open(topic).forEach(box::replay);
        open(topic).forEach(box::replay);

        assertThat(open(topic)).isEmpty();
        List<ConsumerRecord<byte[], byte[]>> records = recordsOf(topic);
        assertThat(records).hasSize(2);
        ConsumerRecord<byte[], byte[]> after = records.get(1);
        assertThat(after.key()).isEqualTo(before.key());
        assertThat(after.value()).isEqualTo(before.value());
        List<Header> headers = new ArrayList<>(List.of(before.headers().toArray()));
        assertThat(after.headers().lastHeader(CloudEvents.TYPE)).isNotNull();
        Header replays = after.headers().lastHeader(DeadLetters.REPLAYS);
        assertThat(new String(replays.value(), StandardCharsets.UTF_8)).isEqualTo("1");
        headers.add(replays);
        headers.add(after.headers().lastHeader(DeadLetters.EARLIER_DELIVERIES));
        assertThat(after.headers().toArray()).containsExactlyElementsOf(headers);
    }

    @Test
    void aRecordThatDiesAgainIsANewLetterThatCounts() {
        Topics.Topic topic = givenTopic(1, Map.of());
        givenLetter(topic, "job");
        open(topic).forEach(box::replay);

        letters(topic).send(recordsOf(topic).get(1), "again");

        assertThat(open(topic)).singleElement().satisfies(letter -> {
            assertThat(letter.replays()).isEqualTo(1);
            assertThat(letter.cause()).isEqualTo("again");
        });
    }

    @Test
    void attemptsAreCountedOnAfterAReplay() {
        Topics.Topic topic = givenTopic(1, Map.of());
        publisher.publish(topic, message("job"));
        RecordingHandler handler = RecordingHandler.answering(Disposition.RETRY);

        try (ShareQueue<JobControl> queue = givenQueue(topic, handler, 2)) {
            eventually("it is given up", () -> open(topic).size() == 1);
            open(topic).forEach(box::replay);
            eventually("it is given up again", () -> open(topic).size() == 1);
            open(topic).forEach(box::replay);
            eventually("it is given up for the third time", () -> open(topic).size() == 1);
        }

        assertThat(handler.attempts()).containsExactly(1, 2, 3, 4, 5, 6);
    }

    @Test
    void dropsOneLetterOnly() {
        Topics.Topic topic = givenTopic(1, Map.of());
        givenLetter(topic, "kept");
        givenLetter(topic, "dropped");
        givenLetter(topic, "kept-too");

        box.drop(open(topic).get(1));

        assertThat(open(topic)).extracting(DeadLetter::key).containsExactly("kept", "kept-too");
        assertThat(recordsOf(topic)).hasSize(3);
    }

    @Test
    void aReplayThatDiesBeforeTheMarkLosesNothing() {
        Topics.Topic topic = givenTopic(1, Map.of());
        givenLetter(topic, "job");
        box.send(open(topic).get(0)); // and the process dies here

        assertThat(open(topic)).hasSize(1);
        open(topic).forEach(box::replay);

        assertThat(open(topic)).isEmpty();
        assertThat(recordsOf(topic)).hasSize(3);
    }

    @Test
    void aLetterThatNamesAnotherTopicIsNotReplayedButDropped() {
        Topics.Topic topic = givenTopic(1, Map.of());
        Topics.Topic foreign = givenTopic(1, Map.of());
        ProducerRecord<byte[], byte[]> forged =
                new ProducerRecord<>(TOPICS.deadLetters(topic).name(), null, new byte[900_000]);
        forged.headers().add(DeadLetters.TOPIC, foreign.name().getBytes(StandardCharsets.UTF_8));
        publisher.send(forged);
        publisher.send(new ProducerRecord<>(TOPICS.deadLetters(topic).name(), null, null));

        assertThat(open(topic)).hasSize(2).allSatisfy(letter -> assertThatThrownBy(() -> box.replay(letter))
                .isInstanceOf(UnreplayableLetterException.class));
        assertThat(open(topic)).hasSize(2);
        open(topic).forEach(box::drop);

        assertThat(open(topic)).isEmpty();
        assertThat(recordsOf(foreign)).isEmpty();
    }

    @Test
    void aLetterThatIsTooLargeForItsTopicIsNotReplayed() {
        Topics.Topic topic = givenTopic(1, Map.of("max.message.bytes", "1000"));
        ProducerRecord<byte[], byte[]> large =
                new ProducerRecord<>(TOPICS.deadLetters(topic).name(), null, new byte[5000]);
        large.headers().add(DeadLetters.TOPIC, topic.name().getBytes(StandardCharsets.UTF_8));
        publisher.send(large);

        assertThatThrownBy(() -> open(topic).forEach(box::replay))
                .isInstanceOf(UnreplayableLetterException.class)
                .hasMessageContaining("too large");
        assertThat(open(topic)).hasSize(1);
    }

    @Test
    void aSourceRecordThatLooksLikeAMarkHidesNothing() {
        Topics.Topic topic = givenTopic(1, Map.of());
        givenLetter(topic, "victim");
        ProducerRecord<byte[], byte[]> mark = OpenLetters.mark(open(topic).get(0), "dropped");
        ProducerRecord<byte[], byte[]> sent = new ProducerRecord<>(topic.name(), mark.key(), null);
        mark.headers().forEach(sent.headers()::add);
        publisher.send(sent);

        letters(topic).send(recordsOf(topic).get(1), "no value");

        assertThat(open(topic)).extracting(DeadLetter::key).containsExactly("victim", "wavemesh-dlq-state:0");
    }

    @Test
    void readsMoreThanOnePollFetches() {
        Topics.Topic topic = givenTopic(1, Map.of());
        for (int i = 0; i < 12; i++) {
            publisher.send(new ProducerRecord<>(TOPICS.deadLetters(topic).name(), null, new byte[900_000]));
        }
        for (int i = 0; i < 250; i++) {
            publisher.send(new ProducerRecord<>(TOPICS.deadLetters(topic).name(), null, new byte[] {1}));
        }

        assertThat(open(topic)).hasSize(262);
    }

    @Test
    void saysSoWhenTheBrokersAreAway() {
        BrokerConnection nowhere = BrokerConnection.to("127.0.0.1:1");
        try (DeadLetterBox away = new DeadLetterBox(nowhere, TOPICS, Duration.ofSeconds(1))) {
            assertThatThrownBy(() -> away.exists(TOPICS.trainingJobs())).isInstanceOf(BrokerUnavailableException.class);
        }
    }

    private List<DeadLetter> open(Topics.Topic topic) {
        List<DeadLetter> letters = new ArrayList<>();
        box.forEach(List.of(topic), letters::add);
        return letters;
    }

    private ConsumerRecord<byte[], byte[]> givenLetter(Topics.Topic topic, String key) {
        publisher.publish(topic, message(key));
        List<ConsumerRecord<byte[], byte[]>> records = recordsOf(topic);
        ConsumerRecord<byte[], byte[]> record = records.get(records.size() - 1);
        letters(topic).send(record, "as told");
        return record;
    }

    private DeadLetters letters(Topics.Topic topic) {
        return new DeadLetters(publisher, TOPICS.deadLetters(topic), Clock.systemUTC());
    }
}
