package io.wavemesh.ingest;

import io.wavemesh.contracts.Message;
import io.wavemesh.contracts.MessageJson;
import io.wavemesh.contracts.Topics;
import io.wavemesh.messaging.BrokerConnection;
import io.wavemesh.messaging.EventPublisher;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** The other side of the brokers: sends as trainers do and reads what is on a topic. */
public final class TestMesh implements AutoCloseable {
    private static final Duration DEADLINE = Duration.ofSeconds(30);

    private final String bootstrapServers;
    private final EventPublisher publisher;

    /** Uses brokers. */
    public TestMesh(String bootstrapServers) {
        this.bootstrapServers = bootstrapServers;
        this.publisher =
                new EventPublisher(BrokerConnection.to(bootstrapServers), "/wavemesh/test", Duration.ofSeconds(20));
    }

    /** Sends a message. */
    public void send(Topics.Topic topic, Message message) {
        publisher.publish(topic, message);
    }

    /** The messages of one key, in order; null for a tombstone. */
    public <T extends Message> List<T> messages(Topics.Topic topic, String key, Class<T> type) {
        List<T> messages = new ArrayList<>();
        for (ConsumerRecord<byte[], byte[]> record : records(topic)) {
            if (key.equals(new String(record.key(), StandardCharsets.UTF_8))) {
                messages.add(record.value() == null ? null : MessageJson.decode(record.value(), type));
            }
        }
        return messages;
    }

    /** Waits until the condition holds. */
    public static void eventually(String what, Callable<Boolean> condition) throws Exception {
        long end = System.nanoTime() + DEADLINE.toNanos();
        while (!condition.call()) {
            if (System.nanoTime() > end) {
                throw new AssertionError("not within " + DEADLINE + ": " + what);
            }
            TimeUnit.MILLISECONDS.sleep(20);
        }
    }

    @Override
    public void close() {
        publisher.close();
    }

    private List<ConsumerRecord<byte[], byte[]>> records(Topics.Topic topic) {
        List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
        Map<String, Object> properties = Map.of(
                ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
                bootstrapServers,
                ConsumerConfig.AUTO_OFFSET_RESET_CONFIG,
                "earliest");
        try (KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = consumer.partitionsFor(topic.name()).stream()
                    .map(p -> new TopicPartition(p.topic(), p.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            while (partitions.stream().anyMatch(p -> consumer.position(p) < ends.get(p))) {
                consumer.poll(Duration.ofMillis(200)).forEach(records::add);
            }
        }
        return records;
    }
}
