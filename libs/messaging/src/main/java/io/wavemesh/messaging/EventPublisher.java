package io.wavemesh.messaging;

import io.opentelemetry.api.OpenTelemetry;
import io.wavemesh.contracts.CloudEvents;
import io.wavemesh.contracts.Message;
import io.wavemesh.contracts.MessageJson;
import io.wavemesh.contracts.Topics;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends messages and waits until all in-sync replicas have them. Idempotent: the client's own retries neither repeat nor
 * reorder. Safe for many threads; closed by the caller.
 */
public final class EventPublisher implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(EventPublisher.class);
    private static final Duration MARGIN = Duration.ofSeconds(1);

    private final LateClient<KafkaProducer<byte[], byte[]>> producer;
    private final String source;
    private final Duration deadline;
    private final RecordSpans spans;

    /** A publisher whose messages no trace follows. */
    public EventPublisher(BrokerConnection connection, String source, Duration deadline) {
        this(connection, source, deadline, OpenTelemetry.noop());
    }

    /**
     * A publisher that needs no broker yet; throws {@link KafkaException} if the connection's settings are wrong.
     *
     * @param source CloudEvents' source, such as {@code /wavemesh/trainer}
     * @param deadline how long one message may take, at least a second
     * @param telemetry has the traces that messages carry on
     */
    public EventPublisher(BrokerConnection connection, String source, Duration deadline, OpenTelemetry telemetry) {
        Map<String, Object> own = new HashMap<>();
        int millis = Math.toIntExact(deadline.toMillis());
        own.put(ProducerConfig.ACKS_CONFIG, "all");
        own.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
        own.put(ProducerConfig.LINGER_MS_CONFIG, 0);
        own.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, (long) millis);
        own.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, millis);
        own.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, millis);
        String clientId = "wavemesh" + source.replace('/', '-');
        this.producer = new LateClient<>(LOG, "producer " + clientId, () -> connection.producer(clientId, own));
        this.source = source;
        this.deadline = deadline;
        this.spans = new RecordSpans(telemetry);
    }

    /** Returns when the message is kept; throws {@link BrokerUnavailableException}, and then it may be kept or not. */
    public void publish(Topics.Topic topic, Message message) {
        traced(record(topic, message), message);
    }

    /**
     * Publishes work whose record the brokers gave up: attempts are counted on from those before, and if there were any,
     * one more without progress is the last. Otherwise as {@link #publish}.
     *
     * @param attempts how often it was delivered as far as is known
     */
    public void publishAgain(Topics.Topic topic, Message message, int attempts) {
        ProducerRecord<byte[], byte[]> record = record(topic, message);
        FreshTries.lastTry(record.headers(), attempts);
        traced(record, message);
    }

    /** Withdraws what a compacted topic says of a key. */
    public void withdraw(Topics.Topic topic, String key) {
        send(new ProducerRecord<>(topic.name(), bytes(key), null));
    }

    private ProducerRecord<byte[], byte[]> record(Topics.Topic topic, Message message) {
        ProducerRecord<byte[], byte[]> record =
                new ProducerRecord<>(topic.name(), bytes(message.messageKey()), MessageJson.encode(message));
        CloudEvents.headers(message, source)
                .forEach((name, value) -> record.headers().add(name, bytes(value)));
        return record;
    }

    private void traced(ProducerRecord<byte[], byte[]> record, Message message) {
        try (RecordSpan span = spans.sending(record, message.messageId())) {
            try {
                send(record);
            } catch (BrokerUnavailableException e) {
                span.failed(e);
                throw e;
            }
        }
    }

    /** Sends a record with the headers that it has: a copy of another one keeps its trace. */
    void send(ProducerRecord<byte[], byte[]> record) {
        KafkaProducer<byte[], byte[]> used = producer.get();
        try {
            Answers.await(ask(used, record), deadline.plus(MARGIN), "send to " + record.topic());
        } catch (BrokerUnavailableException e) {
            if (isFatal(e)) {
                producer.replace(used, refused -> refused.close(Duration.ZERO));
            }
            throw e;
        }
    }

    private static Future<RecordMetadata> ask(
            KafkaProducer<byte[], byte[]> used, ProducerRecord<byte[], byte[]> record) {
        try {
            return used.send(record);
        } catch (KafkaException e) {
            throw new BrokerUnavailableException("cannot send to " + record.topic() + ": " + e.getMessage(), e);
        }
    }

    /** An idempotent producer that was refused once stays refused, also when the user or its rights are there by then. */
    private static boolean isFatal(Throwable fault) {
        Throwable cause = fault;
        while (cause != null) {
            if (cause instanceof AuthenticationException || cause instanceof AuthorizationException) {
                return true;
            }
            cause = cause.getCause();
        }
        return false;
    }

    @Override
    public void close() {
        producer.close(opened -> opened.close(deadline));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
