package io.wavemesh.messaging;

import io.wavemesh.contracts.Topics;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Headers;

/** Copies records that can't be worked on to the dead-letter topic of their topic, unchanged, with the cause in headers. */
public final class DeadLetters {
    public static final String CAUSE = "dlq-cause";
    public static final String TOPIC = "dlq-topic";
    public static final String PARTITION = "dlq-partition";
    public static final String OFFSET = "dlq-offset";
    public static final String DELIVERY_COUNT = "dlq-delivery-count";
    public static final String TIME = "dlq-time";
    /** How often a record was sent back to its topic; on the record there, and on letters made of it. */
    public static final String REPLAYS = "dlq-replays";

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

    private static void add(Headers headers, String name, String value) {
        headers.add(name, value.getBytes(StandardCharsets.UTF_8));
    }
}
