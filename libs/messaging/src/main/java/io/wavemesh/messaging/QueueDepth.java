package io.wavemesh.messaging;

import io.wavemesh.contracts.Topics;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListShareGroupOffsetsSpec;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.SharePartitionOffsetInfo;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Counts the records of a topic that a share group has not done yet: those that wait and those being worked on. Safe for many threads; closed by the caller.
 */
public final class QueueDepth implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(QueueDepth.class);

    private final LateClient<Admin> admin;
    private final String groupId;
    private final String topic;

    /** A counter that needs no broker yet. */
    public QueueDepth(BrokerConnection connection, String groupId, Topics.Topic topic) {
        this.admin = new LateClient<>(
                LOG, "depth of topic " + topic.name(), () -> connection.admin("wavemesh-depth-" + groupId));
        this.groupId = groupId;
        this.topic = topic.name();
    }

    /** The number of records; throws {@link BrokerUnavailableException}. */
    public long measure(Duration limit) {
        Admin opened = admin.get();
        TopicDescription description = Answers.await(
                opened.describeTopics(List.of(topic)).topicNameValues().get(topic), limit, "describe topic " + topic);
        Map<TopicPartition, SharePartitionOffsetInfo> done = Answers.await(
                opened.listShareGroupOffsets(Map.of(groupId, new ListShareGroupOffsetsSpec()))
                        .partitionsToOffsetInfo(groupId),
                limit,
                "list offsets of " + groupId);
        long depth = 0;
        for (int partition = 0; partition < description.partitions().size(); partition++) {
            TopicPartition key = new TopicPartition(topic, partition);
            depth += depth(key, Optional.ofNullable(done.get(key)), limit);
        }
        return depth;
    }

    private long depth(TopicPartition partition, Optional<SharePartitionOffsetInfo> info, Duration limit) {
        // The lag knows of records done out of order; the start offset alone doesn't, and lags behind.
        Optional<Long> lag = info.flatMap(SharePartitionOffsetInfo::lag);
        if (lag.isPresent()) {
            return lag.get();
        }
        long start = info.map(SharePartitionOffsetInfo::startOffset)
                .orElseGet(() -> offset(partition, OffsetSpec.earliest(), limit));
        return Math.max(0, offset(partition, OffsetSpec.latest(), limit) - start);
    }

    private long offset(TopicPartition partition, OffsetSpec spec, Duration limit) {
        return Answers.await(
                        admin.get().listOffsets(Map.of(partition, spec)).partitionResult(partition),
                        limit,
                        "list offsets of " + partition)
                .offset();
    }

    @Override
    public void close() {
        admin.close(opened -> opened.close(Duration.ZERO));
    }
}
