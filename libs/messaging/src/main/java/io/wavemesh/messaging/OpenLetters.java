package io.wavemesh.messaging;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.BitSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.Queue;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;

/**
 * The letters of one partition that nobody has marked as done, oldest first, as far as the partition went when this was
 * opened. Holds one poll's records and a bit a record of the partition. One thread at a time.
 *
 * <p>A mark is a record without a value in the letter's partition, so it stands behind its letter and retention removes it
 * later. {@link DeadLetters} gives every letter the header {@link DeadLetters#TOPIC}, so no foreign record can become a
 * mark on its way here.
 */
final class OpenLetters implements Iterator<DeadLetter>, AutoCloseable {
    private static final String MARK = "wavemesh-dlq-state:";
    private static final String STATE = "wavemesh-dlq-state";
    private static final Duration POLL = Duration.ofMillis(500);

    private final KafkaConsumer<byte[], byte[]> consumer;
    private final TopicPartition partition;
    private final Duration limit;
    private final long begin;
    private final long end;
    private final BitSet done = new BitSet();
    private final Queue<DeadLetter> next = new ArrayDeque<>();

    /** Reads the marks; the consumer is closed with this. */
    OpenLetters(KafkaConsumer<byte[], byte[]> consumer, TopicPartition partition, Duration limit) {
        this.consumer = consumer;
        this.partition = partition;
        this.limit = limit;
        List<TopicPartition> one = List.of(partition);
        consumer.assign(one);
        Map<TopicPartition, Long> begins = consumer.beginningOffsets(one, limit);
        this.begin = begins.get(partition);
        this.end = consumer.endOffsets(one, limit).get(partition);
        consumer.seek(partition, begin);
        while (!isAtEnd()) {
            poll(record -> markedOffset(record)
                    .filter(offset -> offset >= begin)
                    .ifPresent(offset -> done.set(Math.toIntExact(offset - begin))));
        }
        consumer.seek(partition, begin);
    }

    /** What marks a letter as done. */
    static ProducerRecord<byte[], byte[]> mark(DeadLetter letter, String state) {
        ProducerRecord<byte[], byte[]> mark =
                new ProducerRecord<>(letter.topic(), letter.partition(), bytes(MARK + letter.offset()), null);
        mark.headers().add(STATE, bytes(state));
        return mark;
    }

    /** The offset of the letter that a record marks as done. */
    static Optional<Long> markedOffset(ConsumerRecord<byte[], byte[]> record) {
        if (record.value() != null
                || record.key() == null
                || record.headers().lastHeader(DeadLetters.TOPIC) != null
                || record.headers().lastHeader(STATE) == null) {
            return Optional.empty();
        }
        String key = new String(record.key(), StandardCharsets.UTF_8);
        if (!key.matches(MARK + "[0-9]{1,18}")) {
            return Optional.empty();
        }
        return Optional.of(Long.parseLong(key.substring(MARK.length()))).filter(offset -> offset < record.offset());
    }

    @Override
    public boolean hasNext() {
        while (next.isEmpty() && !isAtEnd()) {
            poll(this::keepIfOpen);
        }
        return !next.isEmpty();
    }

    @Override
    public DeadLetter next() {
        if (!hasNext()) {
            throw new NoSuchElementException();
        }
        return next.remove();
    }

    /** The letter that {@link #next} will return. */
    DeadLetter peek() {
        return next.element();
    }

    @Override
    public void close() {
        consumer.close();
    }

    private void keepIfOpen(ConsumerRecord<byte[], byte[]> record) {
        if (markedOffset(record).isEmpty() && !done.get(Math.toIntExact(record.offset() - begin))) {
            next.add(DeadLetter.of(record));
        }
    }

    private boolean isAtEnd() {
        return consumer.position(partition, limit) >= end;
    }

    /** Passes on the next records before the end; throws {@link BrokerUnavailableException} if none come in time. */
    private void poll(Consumer<ConsumerRecord<byte[], byte[]>> action) {
        long before = consumer.position(partition, limit);
        long deadline = System.nanoTime() + limit.toNanos();
        do {
            for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
                if (record.offset() < end) {
                    action.accept(record);
                }
            }
            if (consumer.position(partition, limit) > before) {
                return;
            }
        } while (System.nanoTime() - deadline < 0);
        throw new BrokerUnavailableException("cannot read " + partition + ": no answer in " + limit, null);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
