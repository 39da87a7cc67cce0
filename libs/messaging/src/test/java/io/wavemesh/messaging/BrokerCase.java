package io.wavemesh.messaging;

import io.wavemesh.broker.BrokerSettings;
import io.wavemesh.broker.EmbeddedKafka;
import io.wavemesh.contracts.JobControl;
import io.wavemesh.contracts.JobId;
import io.wavemesh.contracts.Topics;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** A broker for a test class; each test takes topics of its own. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class BrokerCase {
    static final Duration LOCK = Duration.ofSeconds(2);
    private static final AtomicInteger COUNT = new AtomicInteger();

    EmbeddedKafka broker;
    BrokerConnection connection;
    EventPublisher publisher;

    @BeforeAll
    void startBroker(@TempDir Path folder) {
        broker = new EmbeddedKafka(BrokerSettings.in(folder)).start();
        connection = BrokerConnection.to(broker.bootstrapServers());
        publisher = new EventPublisher(connection, "/wavemesh/test", Duration.ofSeconds(20));
    }

    @AfterAll
    void stopBroker() {
        publisher.close();
        broker.close();
    }

    Topics.Topic givenTopic(int partitions, Map<String, String> configs) {
        Topics.Topic topic = new Topics.Topic("topic-" + COUNT.incrementAndGet(), partitions, configs);
        new TopicProvisioner(connection)
                .provision(List.of(topic, new Topics("").deadLetters(topic)), Duration.ofSeconds(30));
        return topic;
    }

    ShareQueue<JobControl> givenQueue(Topics.Topic topic, RecordingHandler handler, int attempts) {
        return givenQueue(topic, handler, attempts, QueueListener.NONE);
    }

    ShareQueue<JobControl> givenQueue(
            Topics.Topic topic, RecordingHandler handler, int attempts, QueueListener listener) {
        ShareQueueSettings settings = new ShareQueueSettings(
                "group-" + topic.name(),
                topic,
                LOCK,
                attempts,
                Duration.ofMillis(50),
                Duration.ofMillis(200),
                Duration.ofSeconds(5));
        DeadLetters deadLetters = new DeadLetters(publisher, new Topics("").deadLetters(topic), Clock.systemUTC());
        ShareQueue<JobControl> queue =
                new ShareQueue<>(connection, settings, JobControl.class, handler, deadLetters, listener);
        queue.start();
        return queue;
    }

    static JobControl message(String job) {
        return new JobControl(1, new JobId(job), JobControl.Action.CANCEL, Instant.parse("2026-01-02T03:04:05Z"));
    }

    List<ConsumerRecord<byte[], byte[]>> recordsOf(Topics.Topic topic) {
        List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
        try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(
                connection.clientProperties(
                        "test",
                        Map.of(
                                ConsumerConfig.AUTO_OFFSET_RESET_CONFIG,
                                "earliest",
                                ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG,
                                50)),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = consumer.partitionsFor(topic.name()).stream()
                    .map(p -> new TopicPartition(p.topic(), p.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            while (partitions.stream().anyMatch(p -> consumer.position(p) < ends.get(p))) {
                consumer.poll(Duration.ofSeconds(1)).forEach(records::add);
            }
        }
        return records;
    }
}
