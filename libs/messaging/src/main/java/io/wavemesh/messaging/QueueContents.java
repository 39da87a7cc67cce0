package io.wavemesh.messaging;

import io.wavemesh.contracts.Topics;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListShareGroupOffsetsSpec;
import org.apache.kafka.clients.admin.SharePartitionOffsetInfo;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;

/**
 * Looks which records a share group has still before it. A record that is not there is done, or was given up by the
 * brokers: nobody will ever get it. While others of its partition wait, one that is behind the group's start counts as
 * there, even if it is done or given up; the start follows with the next one that is done. Opens its clients for one
 * look only.
 */
public final class QueueContents {
    private static final Duration POLL = Duration.ofMillis(200);

    private final BrokerConnection connection;
    private final String groupId;
    private final String topic;

    /** Of a group's topic. */
    public QueueContents(BrokerConnection connection, String groupId, Topics.Topic topic) {
        this.connection = connection;
        this.groupId = groupId;
        this.topic = topic.name();
    }

    /** Those of the keys that have no record before the group any more; throws {@link BrokerUnavailableException}. */
    public Set<String> missing(Set<String> keys, Duration limit) {
        Set<String> missing = new HashSet<>(keys);
        Map<TopicPartition, SharePartitionOffsetInfo> group = group(limit);
        try (KafkaConsumer<byte[], byte[]> consumer = consumer(limit)) {
            List<TopicPartition> partitions = consumer.partitionsFor(topic, limit).stream()
                    .map(info -> new TopicPartition(info.topic(), info.partition()))
                    .filter(partition -> mayHoldWork(group.get(partition)))
                    .toList();
            Map<TopicPartition, Long> firsts = consumer.beginningOffsets(partitions, limit);
            Map<TopicPartition, Long> ends = new HashMap<>(consumer.endOffsets(partitions, limit));
            consumer.assign(partitions);
            partitions.forEach(each -> consumer.seek(each, Math.max(firsts.get(each), start(group.get(each)))));
            long deadline = System.nanoTime() + limit.toNanos();
            while (!missing.isEmpty()
                    && ends.entrySet().stream()
                            .anyMatch(end -> consumer.position(end.getKey(), limit) < end.getValue())) {
                if (System.nanoTime() > deadline) {
                    throw new BrokerUnavailableException("reading " + topic + " took longer than " + limit, null);
                }
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
                    if (record.key() != null) {
                        missing.remove(new String(record.key(), StandardCharsets.UTF_8));
                    }
                }
            }
        } catch (KafkaException e) {
            throw new BrokerUnavailableException("cannot read " + topic + ": " + e.getMessage(), e);
        }
        return missing;
    }

    /** The start lags behind what is done; the lag does not. Nothing is known of a partition that was not begun. */
    private static boolean mayHoldWork(SharePartitionOffsetInfo info) {
        return Optional.ofNullable(info).flatMap(SharePartitionOffsetInfo::lag).orElse(1L) > 0;
    }

    private static long start(SharePartitionOffsetInfo info) {
        return info == null ? 0 : info.startOffset();
    }

    private Map<TopicPartition, SharePartitionOffsetInfo> group(Duration limit) {
        try (Admin admin = connection.admin("wavemesh-contents-" + groupId)) {
            return Answers.await(
                    admin.listShareGroupOffsets(Map.of(groupId, new ListShareGroupOffsetsSpec()))
                            .partitionsToOffsetInfo(groupId),
                    limit,
                    "list offsets of " + groupId);
        }
    }

    private KafkaConsumer<byte[], byte[]> consumer(Duration limit) {
        Map<String, Object> own = Map.of(
                ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG,
                false,
                ConsumerConfig.AUTO_OFFSET_RESET_CONFIG,
                "earliest",
                ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG,
                false,
                ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG,
                Math.toIntExact(limit.toMillis()),
                ConsumerConfig.REQUEST_TIMEOUT_MS_CONFIG,
                Math.toIntExact(limit.toMillis()),
                ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG,
                50);
        return connection.consumer("wavemesh-contents", own);
    }
}
