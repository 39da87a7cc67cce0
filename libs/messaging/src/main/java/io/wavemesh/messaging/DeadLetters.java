package io.wavemesh.messaging;

import io.wavemesh.contracts.Topics;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;

/**
 * Where records go that are given up: to the dead-letter topic of their topic, unchanged, with the cause in headers; or,
 * if their work has come further, to their own topic once more.
 */
public final class DeadLetters {
    public static final String CAUSE = "dlq-cause";
    public static final String TOPIC = "dlq-topic";
    public static final String PARTITION = "dlq-partition";
    public static final String OFFSET = "dlq-offset";
    public static final String DELIVERY_COUNT = "dlq-delivery-count";
    public static final String TIME = "dlq-time";
    /** How often a record was sent back to its topic; on the record there, and on letters made of it. */
    public static final String REPLAYS = "dlq-replays";
    /** How often a replayed record was delivered before, all its lives together; where {@link #REPLAYS} is. */
    public static final String EARLIER_DELIVERIES = "dlq-earlier-deliveries";

    private static final int MOST_EARLIER = 999_999;

    private final EventPublisher publisher;
    private final Topics.Topic target;
    private final Clock clock;

    /** Sends to {@code target} by a publisher that the caller closes. */
    public DeadLetters(EventPublisher publisher, Topics.Topic target, Clock clock) {
        this.publisher = publisher;
        this.target = target;
        this.clock = clock;
    }

    /** Returns when the copy is kept; throws {@link BrokerUnavailableException}. */
    void send(ConsumerRecord<byte[], byte[]> record, String cause) {
        ProducerRecord<byte[], byte[]> copy = new ProducerRecord<>(target.name(), record.key(), record.value());
        Headers headers = copy.headers();
        record.headers().forEach(headers::add);
        add(headers, CAUSE, cause);
        add(headers, TOPIC, record.topic());
        add(headers, PARTITION, Integer.toString(record.partition()));
        add(headers, OFFSET, Long.toString(record.offset()));
        add(headers, DELIVERY_COUNT, Integer.toString(record.deliveryCount().orElse((short) 1)));
        add(headers, TIME, clock.instant().toString());
        publisher.send(copy);
    }

    /** Sends the record to its own topic again, with all its tries; returns when it is kept. */
    void sendAgain(ConsumerRecord<byte[], byte[]> record, int deliveries, long progress) {
        publisher.send(FreshTries.of(record, deliveries, progress));
    }

    /** How often a record was delivered before it was replayed: attempts are counted on, so that later ones are newer. */
    static int earlierDeliveries(Headers headers) {
        return Optional.ofNullable(headers.lastHeader(EARLIER_DELIVERIES))
                .map(Header::value)
                .map(bytes -> new String(bytes, StandardCharsets.UTF_8))
                .filter(text -> text.matches("[0-9]{1,6}"))
                .map(Integer::parseInt)
                .orElse(0);
    }

    /** What a replay of a letter adds: one replay more, and the deliveries until now, of which there was at least one. */
    static void addReplay(DeadLetter letter, Headers headers) {
        long deliveries = earlierDeliveries(letter.record().headers()) + Math.max(1, letter.attempts());
        add(headers, REPLAYS, Long.toString(letter.replays() + 1));
        add(headers, EARLIER_DELIVERIES, Long.toString(Math.min(MOST_EARLIER, deliveries)));
    }

    private static void add(Headers headers, String name, String value) {
        headers.add(name, value.getBytes(StandardCharsets.UTF_8));
    }
}
