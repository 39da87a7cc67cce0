package io.wavemesh.trainer;

import static io.restassured.RestAssured.given;
import static io.wavemesh.trainer.Seen.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.wavemesh.contracts.JobState;
import io.wavemesh.contracts.MessageJson;
import io.wavemesh.contracts.Topics;
import io.wavemesh.contracts.TrainingEvent;
import io.wavemesh.contracts.TrainingJob;
import io.wavemesh.contracts.store.ObjectStore;
import io.wavemesh.messaging.BrokerConnection;
import io.wavemesh.messaging.CompactedTopicReader;
import io.wavemesh.messaging.DeadLetters;
import io.wavemesh.messaging.EventPublisher;
import io.wavemesh.testkit.fuzz.JsonDamage;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;

/** Jobs that name what is not theirs, and jobs that are none: dead letters, and the worker goes on. */
@QuarkusTest
@QuarkusTestResource(BrokerResource.class)
class HostileMessagesIT {
    private static final int DAMAGED = 40;

    @Inject
    ObjectStore store;

    @Inject
    Topics topics;

    @Inject
    BrokerConnection connection;

    @Inject
    EventPublisher publisher;

    @Test
    void refusesForeignPicturesAndDamagedJobsAndGoesOn() {
        eventually("the service is ready", () -> given().get("/q/health/ready").statusCode() == 200);
        TrainingJob victim = Jobs.stored(store, "victim", Jobs.settings(1));
        String theirs = victim.pictures().get(0).object().key();
        String own = json(Jobs.stored(store, "thief", Jobs.settings(1)));
        List<String> hostile = new ArrayList<>(List.of(
                own.replaceFirst("subjects/subject-thief/pictures/[0-9a-f]{64}\\.png", theirs),
                own.replace("subjects/subject-thief/", "subjects/subject-thief/../subject-victim/"),
                own.replace("subjects/subject-thief/pictures/", "checkpoints/victim/")));
        for (int i = 0; i < DAMAGED; i++) {
            hostile.add(JsonDamage.of(json(Jobs.simple("damaged-" + i)), new SplittableRandom(i)));
        }
        send(hostile);
        TrainingJob good = Jobs.stored(store, "after-the-storm", Jobs.settings(1));
        publisher.publish(topics.trainingJobs(), good);
        Seen<TrainingEvent> events = new Seen<>();
        try (CompactedTopicReader<TrainingEvent> reader =
                new CompactedTopicReader<>(connection, topics.trainingEvents(), TrainingEvent.class, events)) {
            reader.start();

            eventually("a good job is done", () -> events.of("after-the-storm").stream()
                    .anyMatch(event -> event.state() == JobState.SUCCEEDED));

            eventually(
                    "the foreign ones are dead letters",
                    () -> causes("\"jobId\":\"thief\"").size() == 3);
            assertThat(causes("\"jobId\":\"thief\""))
                    .anyMatch(cause ->
                            cause.contains("must begin with subjects/subject-thief/pictures/, was \"subjects/"))
                    .anyMatch(cause -> cause.contains("must begin with subjects/subject-thief/pictures/, was \"checkp"))
                    .anyMatch(cause -> cause.contains("object key has a form that is not allowed"));
            assertThat(events.of("thief")).isEmpty();
            eventually("most damaged ones are dead letters", () -> causes("").size() > 3 + DAMAGED / 2);
            assertThat(causes("")).allMatch(cause -> !cause.isBlank() && !cause.contains("\n"));
            assertThat(given().get("/q/health/live").statusCode()).isEqualTo(200);
        }
    }

    private static String json(TrainingJob job) {
        return new String(MessageJson.encode(job), StandardCharsets.UTF_8);
    }

    private void send(List<String> values) {
        try (KafkaProducer<byte[], byte[]> producer =
                new KafkaProducer<>(properties(), new ByteArraySerializer(), new ByteArraySerializer())) {
            for (String value : values) {
                producer.send(
                        new ProducerRecord<>(topics.trainingJobs().name(), value.getBytes(StandardCharsets.UTF_8)));
            }
        }
    }

    private Map<String, Object> properties() {
        return Map.of("bootstrap.servers", connection.bootstrapServers());
    }

    /** The causes of the letters whose value contains a text. */
    private List<String> causes(String part) {
        List<String> causes = new ArrayList<>();
        try (KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(properties(), new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            TopicPartition letters =
                    new TopicPartition(topics.deadLetters(topics.trainingJobs()).name(), 0);
            consumer.assign(List.of(letters));
            consumer.seekToBeginning(List.of(letters));
            long end = consumer.endOffsets(List.of(letters)).get(letters);
            while (consumer.position(letters) < end) {
                for (ConsumerRecord<byte[], byte[]> letter : consumer.poll(Duration.ofMillis(200))) {
                    if (new String(letter.value(), StandardCharsets.UTF_8).contains(part)) {
                        causes.add(new String(
                                letter.headers().lastHeader(DeadLetters.CAUSE).value(), StandardCharsets.UTF_8));
                    }
                }
            }
        }
        return causes;
    }
}
