package io.wavemesh.messaging;

import io.wavemesh.contracts.Topics;
import java.time.Duration;
import java.util.BitSet;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;

/**
 * Counts the letters of a dead-letter topic that nobody has replayed or dropped. Reads every record once: a later count
 * reads on where the one before ended, and a bit a record is held in between. One thread at a time.
 */
public final class OpenLetterCount implements AutoCloseable {
    private static final Duration POLL = Duration.ofMillis(500);
    private static final int FETCHED_BYTES = 4 << 20;
    private static final int FETCH_WAIT_MILLIS = 50;

    private final BrokerConnection connection;
    private final String topic;
    private final Map<TopicPartition, Letters> letters = new HashMap<>();
    private Optional<KafkaConsumer<byte[], byte[]>> consumer = Optional.empty();

    /** A counter that needs no broker yet. */
    public OpenLetterCount(BrokerConnection connection, Topics.Topic deadLetters) {
        this.connection = connection;
        this.topic = deadLetters.name();
    }

    /**
     * The number of letters, 0 without the topic.
     *
     * @param limit how long one answer of the brokers may take
     * @throws BrokerUnavailableException if they are away or refuse: the next count goes on
     */
    public long measure(Duration limit) {
        try {
            return measure(consumer(limit), limit);
        } catch (KafkaException e) {
            close();
            throw new BrokerUnavailableException("cannot count the letters of " + topic + ": " + e.getMessage(), e);
        }
    }

    private long measure(KafkaConsumer<byte[], byte[]> opened, Duration limit) {
        List<TopicPartition> partitions = opened.partitionsFor(topic, limit).stream()
                .map(info -> new TopicPartition(info.topic(), info.partition()))
                .toList();
        Map<TopicPartition, Long> begins = opened.beginningOffsets(partitions, limit);
        Map<TopicPartition, Long> ends = opened.endOffsets(partitions, limit);
        opened.assign(partitions);
        for (TopicPartition partition : partitions) {
            Letters known = letters.get(partition);
            if (known == null || known.next > ends.get(partition)) {
                // Never seen, or the topic was made again.
                known = new Letters(begins.get(partition));
                letters.put(partition, known);
            }
            known.forgetBefore(begins.get(partition));
            opened.seek(partition, known.next);
        }
        readTo(ends, opened, limit);
        return partitions.stream()
                .mapToLong(partition -> letters.get(partition).open.cardinality())
                .sum();
    }

    private void readTo(Map<TopicPartition, Long> ends, KafkaConsumer<byte[], byte[]> opened, Duration limit) {
        long deadline = System.nanoTime() + limit.toNanos();
        while (!isAtEnd(ends)) {
            long before = read();
            for (ConsumerRecord<byte[], byte[]> record : opened.poll(POLL)) {
                letters.get(new TopicPartition(record.topic(), record.partition()))
                        .add(record);
            }
            ends.keySet().forEach(partition -> letters.get(partition).next = opened.position(partition, limit));
            if (read() > before) {
                deadline = System.nanoTime() + limit.toNanos();
            } else if (System.nanoTime() - deadline > 0) {
                throw new BrokerUnavailableException("cannot read " + topic + ": no answer in " + limit, null);
            }
        }
    }

    private boolean isAtEnd(Map<TopicPartition, Long> ends) {
        return ends.entrySet().stream().allMatch(end -> letters.get(end.getKey()).next >= end.getValue());
    }

    private long read() {
        Collection<Letters> all = letters.values();
        return all.stream().mapToLong(each -> each.next).sum();
    }

    private KafkaConsumer<byte[], byte[]> consumer(Duration limit) {
        if (consumer.isEmpty()) {
            Map<String, Object> own = Map.of(
                    ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG,
                    false,
                    ConsumerConfig.AUTO_OFFSET_RESET_CONFIG,
                    "earliest",
                    ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG,
                    false,
                    ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG,
                    Math.toIntExact(limit.toMillis()),
                    ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG,
                    FETCH_WAIT_MILLIS,
                    ConsumerConfig.FETCH_MAX_BYTES_CONFIG,
                    FETCHED_BYTES);
            consumer = Optional.of(connection.consumer("wavemesh-letters", own));
        }
        return consumer.get();
    }

    /** Lets go of the brokers; a further count would begin where the last one ended. */
    @Override
    public void close() {
        consumer.ifPresent(KafkaConsumer::close);
        consumer = Optional.empty();
    }

    /** Those of one partition. */
    private static final class Letters {
        private final long first;
        private final BitSet open = new BitSet();
        private long next;

        Letters(long first) {
            this.first = first;
            this.next = first;
        }

        void add(ConsumerRecord<byte[], byte[]> record) {
            Optional<Long> marked = OpenLetters.markedOffset(record);
            if (marked.isEmpty()) {
                open.set(index(record.offset()));
            } else if (marked.get() >= first) {
                open.clear(index(marked.get()));
            }
        }

        /** Retention took what stood before. */
        void forgetBefore(long offset) {
            open.clear(0, index(Math.max(first, offset)));
            next = Math.max(next, offset);
        }

        private int index(long offset) {
            return Math.toIntExact(offset - first);
        }
    }
}
