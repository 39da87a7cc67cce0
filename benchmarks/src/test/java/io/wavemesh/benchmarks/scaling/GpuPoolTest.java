package io.wavemesh.benchmarks.scaling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.wavemesh.benchmarks.scaling.Pod.Phase;
import io.wavemesh.benchmarks.scaling.Pod.Priority;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class GpuPoolTest {
    private static final double LOAD = 10;
    private static final double STOP = 2;

    private final Timeline timeline = new Timeline(0);
    private final GpuPool pool = new GpuPool(timeline, 2, new StartTimes(30, 30, 120, 120), 600, new Draw(1, "pods"));

    /** A pod that goes at once, or after some time if it has work. */
    private final class Plain extends Pod {
        private boolean evicted;

        Plain(Priority priority) {
            super(timeline, pool, priority);
            request();
        }

        @Override
        double loadSeconds() {
            return LOAD;
        }

        @Override
        void ready() {}

        @Override
        void evicted() {
            evicted = true;
            retire();
            timeline.after(STOP, this::leave);
        }
    }

    @Test
    void aNewNodeTakesLongerThanOneThatIsThere() {
        Pod first = new Plain(Priority.TRAINING);
        timeline.runUntil(120 + LOAD - 1);
        assertThat(first.phase()).isEqualTo(Phase.LOADING);
        timeline.runUntil(120 + LOAD);
        assertThat(first.phase()).isEqualTo(Phase.READY);

        first.leave();
        Pod second = new Plain(Priority.TRAINING);
        timeline.runUntil(timeline.now() + 30 + LOAD);
        assertThat(second.phase()).isEqualTo(Phase.READY);
        assertThat(pool.nodes().value()).isEqualTo(1);
    }

    @Test
    void anEmptyNodeGoesAfterItsTime() {
        Pod pod = new Plain(Priority.TRAINING);
        timeline.runUntil(200);
        pod.leave();
        timeline.runUntil(799);
        assertThat(pool.nodes().value()).isEqualTo(1);
        timeline.runUntil(801);
        assertThat(pool.nodes().value()).isZero();
        assertThat(pool.nodes().area()).as("paid").isCloseTo(800, within(0.01));
        assertThat(pool.held(Priority.TRAINING).area()).isCloseTo(200, within(0.01));
    }

    @Test
    void aNodeThatWasUsedAgainStays() {
        Pod pod = new Plain(Priority.TRAINING);
        timeline.runUntil(200);
        pod.leave();
        timeline.runUntil(700);
        Pod next = new Plain(Priority.TRAINING);
        timeline.runUntil(900);
        assertThat(next.phase()).isEqualTo(Phase.READY);
        assertThat(pool.nodes().value()).isEqualTo(1);
    }

    @Test
    void whoFindsNoGpuWaitsForOne() {
        List<Plain> pods =
                Stream.generate(() -> new Plain(Priority.TRAINING)).limit(3).toList();
        timeline.runUntil(500);
        assertThat(pods).extracting(Pod::phase).containsExactly(Phase.READY, Phase.READY, Phase.PENDING);

        pods.get(0).leave();
        timeline.runUntil(500 + 30 + LOAD);
        assertThat(pods.get(2).phase()).isEqualTo(Phase.READY);
        assertThat(pool.nodes().highest()).isEqualTo(2);
    }

    @Test
    void servingTakesTheGpuOfTheTrainerThatCameLast() {
        Plain old = new Plain(Priority.TRAINING);
        timeline.runUntil(10);
        Plain young = new Plain(Priority.TRAINING);
        timeline.runUntil(500);

        Plain replica = new Plain(Priority.SERVING);
        timeline.runUntil(500 + STOP + 30 + LOAD);

        assertThat(replica.phase()).isEqualTo(Phase.READY);
        assertThat(young.evicted).isTrue();
        assertThat(old.evicted).isFalse();
        assertThat(pool.evictions()).isEqualTo(1);
    }

    @Test
    void trainersTakeNothingFromServing() {
        new Plain(Priority.SERVING);
        new Plain(Priority.SERVING);
        timeline.runUntil(500);

        Plain trainer = new Plain(Priority.TRAINING);
        timeline.runUntil(1000);
        assertThat(trainer.phase()).isEqualTo(Phase.PENDING);

        trainer.leave();
        assertThat(trainer.phase()).isEqualTo(Phase.GONE);
        assertThat(pool.held(Priority.TRAINING).value()).isZero();
    }
}
