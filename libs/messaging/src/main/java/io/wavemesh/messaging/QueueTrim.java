package io.wavemesh.messaging;

import io.wavemesh.contracts.Topics;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.LongConsumer;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.DeletedRecords;
import org.apache.kafka.clients.admin.ListShareGroupOffsetsSpec;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.admin.SharePartitionOffsetInfo;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.GroupIdNotFoundException;

/**
 * Deletes from a topic's partitions what a share group is done with: nobody can read it any more, and brokers drop the
 * files that held nothing else. What waits, is being worked on or was handed back stays, and so does everything behind
 * it in its partition. Several at once disturb nobody. Opens its client for one look only.
 */
public final class QueueTrim {
    private final BrokerConnection connection;
    private final String groupId;
    private final String topic;
    private final LongConsumer deleted;

    /**
     * Of a group's topic.
     *
     * @param deleted is told how many records a partition lost; another trim at the same time may count them too
     */
    public QueueTrim(BrokerConnection connection, String groupId, Topics.Topic topic, LongConsumer deleted) {
        this.connection = connection;
        this.groupId = groupId;
        this.topic = topic.name();
        this.deleted = deleted;
    }

    /**
     * Deletes what can be deleted now; without the group nothing.
     *
     * @param limit how long one answer of the brokers may take
     * @throws BrokerUnavailableException if they are away or refuse, having deleted from the other partitions
     */
    public void trim(Duration limit) {
        Admin admin = connection.admin("wavemesh-trim-" + groupId);
        try {
            trim(admin, limit);
        } finally {
            admin.close(Duration.ZERO);
        }
    }

    private void trim(Admin admin, Duration limit) {
        List<TopicPartition> partitions = partitions(admin, limit);
        Map<TopicPartition, Long> ends = offsets(admin, partitions, OffsetSpec.latest(), limit);
        Map<TopicPartition, SharePartitionOffsetInfo> group = group(admin, limit);
        Map<TopicPartition, Long> begins = offsets(admin, partitions, OffsetSpec.earliest(), limit);
        Map<TopicPartition, RecordsToDelete> done = new HashMap<>();
        ends.forEach((partition, end) -> {
            long upTo = firstToKeep(group.get(partition), end);
            if (upTo > begins.get(partition)) {
                done.put(partition, RecordsToDelete.beforeOffset(upTo));
            }
        });
        if (!done.isEmpty()) {
            delete(admin, done, begins, limit);
        }
    }

    /**
     * The start that brokers keep of a group follows with the next record that is done: of a quiet partition it would
     * never pass the last one. But a lag of none says that the group was done with all that was there, so with all
     * before an end that was asked for earlier. Brokers count a record as done no sooner than its worker has said so.
     */
    private static long firstToKeep(SharePartitionOffsetInfo info, long earlierEnd) {
        if (info == null) {
            return 0;
        }
        boolean isAllDone = info.lag().map(lag -> lag == 0).orElse(false);
        return isAllDone ? Math.max(info.startOffset(), earlierEnd) : info.startOffset();
    }

    private void delete(
            Admin admin, Map<TopicPartition, RecordsToDelete> done, Map<TopicPartition, Long> begins, Duration limit) {
        Map<TopicPartition, KafkaFuture<DeletedRecords>> answers =
                admin.deleteRecords(done).lowWatermarks();
        BrokerUnavailableException refused = null;
        for (Map.Entry<TopicPartition, KafkaFuture<DeletedRecords>> answer : answers.entrySet()) {
            try {
                long begin = Answers.await(answer.getValue(), limit, "delete done records of " + answer.getKey())
                        .lowWatermark();
                deleted.accept(Math.max(0, begin - begins.get(answer.getKey())));
            } catch (BrokerUnavailableException e) {
                refused = refused == null ? e : refused;
            }
        }
        if (refused != null) {
            throw refused;
        }
    }

    private Map<TopicPartition, SharePartitionOffsetInfo> group(Admin admin, Duration limit) {
        try {
            return Answers.await(
                    admin.listShareGroupOffsets(Map.of(groupId, new ListShareGroupOffsetsSpec()))
                            .partitionsToOffsetInfo(groupId),
                    limit,
                    "list offsets of " + groupId);
        } catch (BrokerUnavailableException e) {
            if (e.getCause() instanceof GroupIdNotFoundException) {
                return Map.of();
            }
            throw e;
        }
    }

    private List<TopicPartition> partitions(Admin admin, Duration limit) {
        return Answers.await(
                        admin.describeTopics(List.of(topic)).topicNameValues().get(topic),
                        limit,
                        "describe topic " + topic)
                .partitions()
                .stream()
                .map(info -> new TopicPartition(topic, info.partition()))
                .toList();
    }

    private static Map<TopicPartition, Long> offsets(
            Admin admin, List<TopicPartition> partitions, OffsetSpec spec, Duration limit) {
        Map<TopicPartition, OffsetSpec> asked =
                partitions.stream().collect(Collectors.toMap(Function.identity(), partition -> spec));
        Map<TopicPartition, Long> found = new HashMap<>();
        Answers.await(admin.listOffsets(asked).all(), limit, "list offsets of " + partitions)
                .forEach((partition, info) -> found.put(partition, info.offset()));
        return found;
    }
}
