package io.wavemesh.messaging;

import io.wavemesh.contracts.Topics;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends a record without value to every partition of compacted topics, again and again. A segment that Kafka writes to
 * is never compacted, and it ends only when a record comes after its time: without heartbeats what a quiet topic has
 * withdrawn would stay in its files. Several senders disturb nobody.
 */
public final class TopicHeartbeat implements AutoCloseable {
    /** The key of the record; {@link CompactedTopicReader} passes over it. */
    public static final String KEY = "wavemesh-heartbeat";

    private static final Logger LOG = LoggerFactory.getLogger(TopicHeartbeat.class);

    private final EventPublisher publisher;
    private final List<Topics.Topic> topics;
    private final Duration interval;
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "topic-heartbeat");
        thread.setDaemon(true);
        return thread;
    });

    /** A heartbeat that isn't started, by a publisher that the caller closes later. */
    public TopicHeartbeat(EventPublisher publisher, List<Topics.Topic> topics, Duration interval) {
        this.publisher = publisher;
        this.topics = List.copyOf(topics);
        this.interval = interval;
    }

    /** Begins; the first one comes after an interval. */
    public void start() {
        timer.scheduleWithFixedDelay(this::beat, interval.toMillis(), interval.toMillis(), TimeUnit.MILLISECONDS);
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }

    private void beat() {
        try {
            for (Topics.Topic topic : topics) {
                for (int partition = 0; partition < topic.partitions(); partition++) {
                    publisher.send(
                            new ProducerRecord<>(topic.name(), partition, KEY.getBytes(StandardCharsets.UTF_8), null));
                }
            }
        } catch (RuntimeException e) {
            LOG.warn("heartbeat not sent, cause={}", e.getMessage());
        }
    }
}
