package io.wavemesh.messaging;

import io.opentelemetry.api.OpenTelemetry;
import io.wavemesh.contracts.MessageJson;
import io.wavemesh.contracts.Topics;
import io.wavemesh.contracts.UndecodableMessageException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.WakeupException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads a topic from its start and goes on for ever, without a group: every reader sees every record. Waits for brokers
 * and topic as long as they are away, and goes on where it was. Partitions that are added are noticed within a minute or
 * so. One thread owns the consumer and calls the handler.
 */
public final class CompactedTopicReader<T> implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(CompactedTopicReader.class);
    private static final Duration POLL = Duration.ofSeconds(1);
    private static final Duration LIMIT = Duration.ofSeconds(10);
    private static final int METADATA_AGE_MILLIS = 60_000;

    private final BrokerConnection connection;
    private final Topics.Topic topic;
    private final Class<T> type;
    private final StateHandler<T> handler;
    private final RecordSpans spans;
    private final Retries retries;
    private final Thread owner;
    private final StopSignal ending = new StopSignal();
    private final CompletableFuture<Void> caughtUp = new CompletableFuture<>();
    private final Map<TopicPartition, Long> positions = new HashMap<>();
    private volatile KafkaConsumer<byte[], byte[]> consumer;

    /** A reader whose records no trace follows. */
    public CompactedTopicReader(
            BrokerConnection connection, Topics.Topic topic, Class<T> type, StateHandler<T> handler) {
        this(connection, topic, type, handler, OpenTelemetry.noop());
    }

    /**
     * A reader that isn't started.
     *
     * @param telemetry gets a span of each record that comes with a trace after the reader has caught up; the handler finds
     *     it as the current one
     */
    public CompactedTopicReader(
            BrokerConnection connection,
            Topics.Topic topic,
            Class<T> type,
            StateHandler<T> handler,
            OpenTelemetry telemetry) {
        this.connection = connection;
        this.topic = topic;
        this.type = type;
        this.handler = handler;
        this.spans = new RecordSpans(telemetry);
        this.retries = new Retries(LOG, "reader of topic " + topic.name());
        this.owner = new Thread(this::run, "reader-" + topic.name());
    }

    /** Begins to read. */
    public void start() {
        owner.start();
    }

    /** Whether everything that was there at the start has been read. */
    public boolean isCaughtUp() {
        return caughtUp.isDone();
    }

    /** Waits until everything that was there at the start has been read; false if it takes longer. */
    public boolean awaitCaughtUp(Duration limit) throws InterruptedException {
        try {
            caughtUp.get(limit.toMillis(), TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException | ExecutionException e) {
            return false;
        }
    }

    /** Whether the reader's thread is alive. */
    public boolean isAlive() {
        return owner.isAlive();
    }

    /** Why nothing can be read now; empty as long as the brokers answer or are silent. */
    public Optional<String> fault() {
        return retries.fault();
    }

    /** Stops reading. */
    @Override
    public void close() {
        ending.request(StopReason.SHUTDOWN);
        KafkaConsumer<byte[], byte[]> current = consumer;
        if (current != null) {
            current.wakeup();
        }
        try {
            owner.join(LIMIT.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        while (ending.reason().isEmpty()) {
            try {
                read();
            } catch (WakeupException e) {
                LOG.debug("reader woken, topic={}", topic.name());
            } catch (InterruptException e) {
                return;
            } catch (RuntimeException e) {
                pause(retries.failed(e));
            }
        }
    }

    private void pause(Duration pause) {
        try {
            ending.await(pause);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void read() {
        Map<String, Object> own = Map.of(
                ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG,
                false,
                ConsumerConfig.AUTO_OFFSET_RESET_CONFIG,
                "earliest",
                ConsumerConfig.METADATA_MAX_AGE_CONFIG,
                METADATA_AGE_MILLIS,
                ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG,
                false);
        try (KafkaConsumer<byte[], byte[]> opened = connection.consumer("wavemesh-reader-" + topic.name(), own)) {
            consumer = opened;
            List<TopicPartition> partitions = partitions(opened);
            opened.assign(partitions);
            for (TopicPartition partition : partitions) {
                Long position = positions.get(partition);
                if (position == null) {
                    opened.seekToBeginning(List.of(partition));
                } else {
                    opened.seek(partition, position);
                }
            }
            Map<TopicPartition, Long> ends = opened.endOffsets(partitions, LIMIT);
            while (ending.reason().isEmpty()) {
                ConsumerRecords<byte[], byte[]> records = opened.poll(POLL);
                retries.succeeded();
                for (ConsumerRecord<byte[], byte[]> record : records) {
                    traced(record);
                    positions.put(new TopicPartition(record.topic(), record.partition()), record.offset() + 1);
                }
                if (!caughtUp.isDone() && hasReached(opened, ends)) {
                    caughtUp.complete(null);
                }
                // From the client's memory, which it renews now and then.
                if (partitions(opened).size() > partitions.size()) {
                    LOG.info("topic has more partitions now, topic={}", topic.name());
                    return;
                }
            }
        } finally {
            consumer = null;
        }
    }

    private List<TopicPartition> partitions(KafkaConsumer<byte[], byte[]> opened) {
        List<TopicPartition> partitions = opened.partitionsFor(topic.name(), LIMIT).stream()
                .map(info -> new TopicPartition(info.topic(), info.partition()))
                .toList();
        if (partitions.isEmpty()) {
            throw new BrokerUnavailableException("topic " + topic.name() + " is not there yet", null);
        }
        return partitions;
    }

    private static boolean hasReached(KafkaConsumer<byte[], byte[]> opened, Map<TopicPartition, Long> ends) {
        return ends.entrySet().stream().allMatch(end -> opened.position(end.getKey(), LIMIT) >= end.getValue());
    }

    private void traced(ConsumerRecord<byte[], byte[]> record) {
        RecordSpan span = isCaughtUp() ? spans.following(record) : RecordSpan.NONE;
        try {
            apply(record);
        } finally {
            span.close();
        }
    }

    private void apply(ConsumerRecord<byte[], byte[]> record) {
        String key = record.key() == null ? "" : new String(record.key(), StandardCharsets.UTF_8);
        try {
            if (record.value() == null) {
                if (!key.equals(TopicHeartbeat.KEY)) {
                    handler.remove(key);
                }
            } else {
                handler.put(key, MessageJson.decode(record.value(), type));
            }
        } catch (UndecodableMessageException e) {
            LOG.warn(
                    "record passed over, topic={}, partition={}, offset={}, cause={}",
                    record.topic(),
                    record.partition(),
                    record.offset(),
                    e.getMessage());
            handler.undecodable(key, e.getMessage());
        } catch (RuntimeException e) {
            LOG.error(
                    "record could not be applied, topic={}, partition={}, offset={}",
                    record.topic(),
                    record.partition(),
                    record.offset(),
                    e);
        }
    }
}
