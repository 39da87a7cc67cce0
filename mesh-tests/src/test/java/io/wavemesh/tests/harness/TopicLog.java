package io.wavemesh.tests.harness;

import io.wavemesh.contracts.MessageJson;
import io.wavemesh.contracts.Topics;
import io.wavemesh.messaging.BrokerConnection;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** All records of a topic, from its start to its end at this moment. */
public final class TopicLog {
    private TopicLog() {}

    /**
     * One record.
     *
     * @param value empty for a tombstone
     */
    public record Entry(
            int partition,
            long offset,
            String key,
            Optional<byte[]> value,
            Map<String, String> headers,
            long timestamp) {
        /** The message in it; fails on a tombstone. */
        public <T> T as(Class<T> type) {
            return MessageJson.decode(value.orElseThrow(), type);
        }
    }

    /** Reads the topic; in order within a partition. */
    public static List<Entry> read(BrokerConnection connection, Topics.Topic topic) {
        Map<String, Object> properties = Map.of(
                "bootstrap.servers", connection.bootstrapServers(),
                "key.deserializer", ByteArrayDeserializer.class.getName(),
                "value.deserializer", ByteArrayDeserializer.class.getName(),
                "enable.auto.commit", "false");
        List<Entry> entries = new ArrayList<>();
        try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(properties)) {
            List<TopicPartition> partitions = consumer.partitionsFor(topic.name()).stream()
                    .map(info -> new TopicPartition(info.topic(), info.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
                consumer.poll(Duration.ofMillis(200)).forEach(record -> entries.add(entry(record)));
            }
        }
        return entries;
    }

    /** The messages with this key, tombstones left out. */
    public static <T> List<T> of(BrokerConnection connection, Topics.Topic topic, String key, Class<T> type) {
        return read(connection, topic).stream()
                .filter(entry -> entry.key().equals(key) && entry.value().isPresent())
                .map(entry -> entry.as(type))
                .toList();
    }

    private static Entry entry(ConsumerRecord<byte[], byte[]> record) {
        Map<String, String> headers = new LinkedHashMap<>();
        for (Header header : record.headers()) {
            headers.put(header.key(), text(header.value()));
        }
        return new Entry(
                record.partition(),
                record.offset(),
                text(record.key()),
                Optional.ofNullable(record.value()),
                headers,
                record.timestamp());
    }

    private static String text(byte[] bytes) {
        return bytes == null ? "" : new String(bytes, StandardCharsets.UTF_8);
    }
}
