package io.wavemesh.messaging;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;

/** Headers of a record that was sent again so that its work goes on: the broker counts its deliveries from one. */
final class FreshTries {
    /** How far the work had come when the record was sent. */
    static final String PROGRESS = "wavemesh-progress";
    /** There if the record has one try only, since the brokers gave up the one before. */
    static final String LAST_TRY = "wavemesh-last-try";

    private static final Set<String> REPLACED = Set.of(PROGRESS, LAST_TRY, DeadLetters.EARLIER_DELIVERIES);

    private FreshTries() {}

    /** The record as it was; attempts are counted on from {@code deliveries}. */
    static ProducerRecord<byte[], byte[]> of(ConsumerRecord<byte[], byte[]> record, int deliveries, long progress) {
        ProducerRecord<byte[], byte[]> copy = new ProducerRecord<>(record.topic(), record.key(), record.value());
        for (Header header : record.headers()) {
            if (!REPLACED.contains(header.key())) {
                copy.headers().add(header);
            }
        }
        add(copy.headers(), DeadLetters.EARLIER_DELIVERIES, deliveries);
        add(copy.headers(), PROGRESS, progress);
        return copy;
    }

    /** Marks a record that takes the place of one that the brokers gave up. */
    static void lastTry(Headers headers, int deliveries) {
        if (deliveries > 0) {
            add(headers, DeadLetters.EARLIER_DELIVERIES, deliveries);
            add(headers, LAST_TRY, 1);
        }
    }

    /** How far the work of a record had come when it was sent. */
    static long progress(Headers headers) {
        return Optional.ofNullable(headers.lastHeader(PROGRESS))
                .map(header -> new String(header.value(), StandardCharsets.UTF_8))
                .filter(text -> text.matches("[0-9]{1,18}"))
                .map(Long::parseLong)
                .orElse(0L);
    }

    /** Deliveries until a record is given up. */
    static int tries(Headers headers, int usual) {
        return headers.lastHeader(LAST_TRY) == null ? usual : 1;
    }

    private static void add(Headers headers, String name, long value) {
        headers.add(name, Long.toString(value).getBytes(StandardCharsets.UTF_8));
    }
}
