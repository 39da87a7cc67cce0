package io.wavemesh.contracts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class TopicsTest {
    @Test
    void namesAllTopicsWithThePrefix() {
        assertThat(new Topics("prod.").all())
                .extracting(Topics.Topic::name)
                .containsExactlyInAnyOrder(
                        "prod.training-jobs",
                        "prod.dlq.training-jobs",
                        "prod.training-events",
                        "prod.job-control",
                        "prod.adapters",
                        "prod.generation-requests",
                        "prod.dlq.generation-requests",
                        "prod.generation-results",
                        "prod.audit");
    }

    @Test
    void compactsWhatIsState() {
        assertThat(new Topics("")
                        .all().stream()
                                .filter(t -> t.configs().get("cleanup.policy").equals("compact"))
                                .map(Topics.Topic::name))
                .containsExactlyInAnyOrder("training-events", "adapters");
    }

    @Test
    void refusesAPrefixThatIsNoName() {
        assertThatThrownBy(() -> new Topics("a b")).hasMessageStartingWith("topic-prefix must be");
    }

    @Test
    void compactsTwiceWithinTheSegmentTime() {
        Topics.Compaction compaction = new Topics.Compaction(Duration.ofMinutes(2), Duration.ofHours(5));
        Topics topics = new Topics("", compaction);

        assertThat(topics.compacted()).allSatisfy(topic -> {
            long lag = Long.parseLong(topic.configs().get("max.compaction.lag.ms"));
            long heartbeat = compaction.heartbeat().toMillis();
            assertThat(2 * (lag + heartbeat))
                    .isLessThan(Long.parseLong(topic.configs().get("segment.ms")));
            assertThat(topic.configs()).containsEntry("delete.retention.ms", "18000000");
        });
    }

    @Test
    void takesTheBrokersTimeEverywhere() {
        assertThat(new Topics("").all())
                .allSatisfy(t -> assertThat(t.configs()).containsEntry("message.timestamp.type", "LogAppendTime"));
    }

    @Test
    void refusesTimesThatNoBrokerKeeps() {
        assertThatThrownBy(() -> new Topics.Compaction(Duration.ofMillis(999), Duration.ofDays(1)))
                .hasMessage("segment-time milliseconds must be in 1000..2592000000, was 999");
    }
}
