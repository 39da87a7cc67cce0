package io.wavemesh.contracts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

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
                        "prod.generation-results");
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
}
