package io.wavemesh.benchmarks.scaling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class TimelineTest {
    private final Timeline timeline = new Timeline(-10);
    private final List<String> seen = new ArrayList<>();

    private Runnable note(String what) {
        return () -> seen.add(what + "@" + timeline.now());
    }

    @Test
    void lateThingsComeLateAndEqualOnesAsPlanned() {
        timeline.at(3, note("c"));
        timeline.at(1, note("a"));
        timeline.at(1, note("b"));
        timeline.after(12, note("after"));
        timeline.at(4, note("never"));

        timeline.runUntil(3);

        assertThat(seen).containsExactly("a@1.0", "b@1.0", "after@2.0", "c@3.0");
        assertThat(timeline.now()).isEqualTo(3);
    }

    @Test
    void repeats() {
        timeline.every(0, 2.5, note("tick"));

        timeline.runUntil(6);

        assertThat(seen).containsExactly("tick@0.0", "tick@2.5", "tick@5.0");
    }

    @Test
    void nothingHappensInThePast() {
        assertThatThrownBy(() -> timeline.at(-11, note("x"))).hasMessageContaining("before");
        assertThatThrownBy(() -> timeline.after(Double.NaN, note("x"))).isInstanceOf(IllegalArgumentException.class);
    }
}
