package io.wavemesh.contracts;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Names and properties of the mesh's topics. All take the brokers' time and not the senders': clocks that go wrong
 * neither hold up a segment's end nor have records refused.
 *
 * @param prefix goes before every name, such as {@code prod.}; may be empty
 * @param compaction how soon compacted topics forget
 */
public record Topics(String prefix, Compaction compaction) {
    private static final String DEAD_LETTER = "dlq.";
    private static final String DAY = Long.toString(Duration.ofDays(1).toMillis());
    private static final String WEEK = Long.toString(Duration.ofDays(7).toMillis());
    private static final Map<String, String> KEPT_A_WEEK =
            brokersTime(Map.of("cleanup.policy", "delete", "retention.ms", WEEK, "segment.ms", DAY));
    private static final Map<String, String> KEPT_FOR_EVER =
            brokersTime(Map.of("cleanup.policy", "delete", "retention.ms", "-1"));

    /**
     * One topic as it is created when missing.
     *
     * @param name with the prefix
     * @param partitions number of partitions
     * @param configs Kafka's topic settings
     */
    public record Topic(String name, int partitions, Map<String, String> configs) {
        /** Copies the settings. */
        public Topic {
            configs = Map.copyOf(configs);
        }
    }

    /**
     * How soon compacted topics forget. What a tombstone withdraws, and the tombstone, are gone {@code segmentTime} and
     * {@code deleteRetention} after it. Kafka compacts closed segments only, and closes one only when a record comes;
     * hence an eighth of {@code segmentTime} is the limit of a segment, and a heartbeat comes at every sixteenth.
     *
     * @param segmentTime a second to 30 days
     * @param deleteRetention how long a tombstone stays for readers that are away, at most 30 days
     */
    public record Compaction(Duration segmentTime, Duration deleteRetention) {
        private static final Duration MOST = Duration.ofDays(30);

        /** An hour and a day. */
        public static final Compaction DEFAULT = new Compaction(Duration.ofHours(1), Duration.ofDays(1));

        /** Throws {@link IllegalArgumentException} if a time is out of its range. */
        public Compaction {
            Checks.range("segment-time milliseconds", segmentTime.toMillis(), 1000, MOST.toMillis());
            Checks.range("delete-retention milliseconds", deleteRetention.toMillis(), 0, MOST.toMillis());
        }

        /** How often a record must come to a partition so that its segments end in time. */
        public Duration heartbeat() {
            return segmentTime.dividedBy(16);
        }

        private Map<String, String> configs() {
            String eighth = Long.toString(segmentTime.dividedBy(8).toMillis());
            String fileDelay = Long.toString(Math.min(60_000, heartbeat().toMillis()));
            return brokersTime(Map.of(
                    "cleanup.policy",
                    "compact",
                    "segment.ms",
                    Long.toString(segmentTime.toMillis()),
                    "max.compaction.lag.ms",
                    eighth,
                    "min.cleanable.dirty.ratio",
                    "0.1",
                    "delete.retention.ms",
                    Long.toString(deleteRetention.toMillis()),
                    "file.delete.delay.ms",
                    fileDelay));
        }
    }

    /** Throws {@link IllegalArgumentException} if no topic name can begin so. */
    public Topics {
        if (!Checks.required("topic-prefix", prefix).matches("[A-Za-z0-9._-]{0,100}")) {
            throw new IllegalArgumentException("topic-prefix must be up to 100 characters of A-Z a-z 0-9 . _ -");
        }
        Checks.required("compaction", compaction);
    }

    /** Topics that forget as {@link Compaction#DEFAULT} says. */
    public Topics(String prefix) {
        this(prefix, Compaction.DEFAULT);
    }

    /** {@link TrainingOrder} by job id; ingest to trainers, as a share group. */
    public Topic trainingJobs() {
        return topic("training-jobs", 4, KEPT_A_WEEK);
    }

    /** {@link TrainingEvent} by job id; the last event of each job stays. */
    public Topic trainingEvents() {
        return topic("training-events", 4, compaction.configs());
    }

    /** {@link JobControl} by job id; to every trainer. Outlives the jobs, so that a late delivery knows. */
    public Topic jobControl() {
        return topic("job-control", 1, KEPT_FOR_EVER);
    }

    /** {@link AdapterAnnouncement} by adapter id; to every inference replica, from the start. */
    public Topic adapters() {
        return topic("adapters", 1, compaction.configs());
    }

    /** {@link AuditEvent} by job id: what remains of erasures. */
    public Topic audit() {
        return topic("audit", 1, KEPT_FOR_EVER);
    }

    /** {@link GenerationRequest} by request id; to inference, as a share group. */
    public Topic generationRequests() {
        return topic("generation-requests", 4, KEPT_A_WEEK);
    }

    /** {@link GenerationResult} by request id. */
    public Topic generationResults() {
        return topic("generation-results", 4, KEPT_A_WEEK);
    }

    /** Records of a topic that can't be worked on, with the cause in their headers. */
    public Topic deadLetters(Topic source) {
        return topic(DEAD_LETTER + source.name().substring(prefix.length()), 1, KEPT_A_WEEK);
    }

    /** Topics that are worked on as a share group, and so have dead letters. */
    public List<Topic> shared() {
        return List.of(trainingJobs(), generationRequests());
    }

    /** Topics of which only the last record of each key stays. */
    public List<Topic> compacted() {
        return List.of(trainingEvents(), adapters());
    }

    /** All topics, dead letters too. */
    public List<Topic> all() {
        return Stream.concat(
                        Stream.of(trainingEvents(), jobControl(), adapters(), generationResults(), audit()),
                        shared().stream().flatMap(t -> Stream.of(t, deadLetters(t))))
                .toList();
    }

    private Topic topic(String name, int partitions, Map<String, String> configs) {
        return new Topic(prefix + name, partitions, configs);
    }

    private static Map<String, String> brokersTime(Map<String, String> configs) {
        Map<String, String> all = new HashMap<>(configs);
        all.put("message.timestamp.type", "LogAppendTime");
        return Map.copyOf(all);
    }
}
