package io.wavemesh.contracts;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Names and properties of the mesh's topics.
 *
 * @param prefix goes before every name, such as {@code prod.}; may be empty
 */
public record Topics(String prefix) {
    private static final String DEAD_LETTER = "dlq.";
    private static final String WEEK = Long.toString(7L * 24 * 3600 * 1000);
    private static final String HOUR = Long.toString(3600L * 1000);
    private static final Map<String, String> KEPT_A_WEEK = Map.of("cleanup.policy", "delete", "retention.ms", WEEK);
    private static final Map<String, String> KEPT_FOR_EVER = Map.of("cleanup.policy", "delete", "retention.ms", "-1");
    private static final Map<String, String> COMPACTED =
            Map.of("cleanup.policy", "compact", "segment.ms", HOUR, "min.cleanable.dirty.ratio", "0.1");

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

    /** Throws {@link IllegalArgumentException} if no topic name can begin so. */
    public Topics {
        if (!Checks.required("topic-prefix", prefix).matches("[A-Za-z0-9._-]{0,100}")) {
            throw new IllegalArgumentException("topic-prefix must be up to 100 characters of A-Z a-z 0-9 . _ -");
        }
    }

    /** {@link TrainingJob} by job id; ingest to trainers, as a share group. */
    public Topic trainingJobs() {
        return topic("training-jobs", 4, KEPT_A_WEEK);
    }

    /** {@link TrainingEvent} by job id; the last event of each job stays. */
    public Topic trainingEvents() {
        return topic("training-events", 4, COMPACTED);
    }

    /** {@link JobControl} by job id; to every trainer. Outlives the jobs, so that a late delivery knows. */
    public Topic jobControl() {
        return topic("job-control", 1, KEPT_FOR_EVER);
    }

    /** {@link AdapterAnnouncement} by adapter id; to every inference replica, from the start. */
    public Topic adapters() {
        return topic("adapters", 1, COMPACTED);
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

    /** All topics, dead letters too. */
    public List<Topic> all() {
        return Stream.concat(
                        Stream.of(trainingEvents(), jobControl(), adapters(), generationResults()),
                        shared().stream().flatMap(t -> Stream.of(t, deadLetters(t))))
                .toList();
    }

    private Topic topic(String name, int partitions, Map<String, String> configs) {
        return new Topic(prefix + name, partitions, configs);
    }
}
