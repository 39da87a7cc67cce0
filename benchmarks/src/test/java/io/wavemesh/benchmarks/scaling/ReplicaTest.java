package io.wavemesh.benchmarks.scaling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.wavemesh.benchmarks.scaling.Pod.Phase;
import io.wavemesh.benchmarks.scaling.Pod.Priority;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ReplicaTest {
    private static final double START = 30;
    private static final double LOAD = 7;

    private final Timeline timeline = new Timeline(0);
    private final GpuPool pool =
            new GpuPool(timeline, 2, new StartTimes(START, START, START, START), 600, new Draw(1, "pods"));
    private final ImageRequests requests = new ImageRequests(timeline);
    private final List<Replica> ready = new ArrayList<>();
    private final ServingRule rule = Given.rules(1, 2).serving().withQueueLength(3);
    private final Replica replica = new Replica(timeline, pool, requests, rule, LOAD, ready::add);

    @BeforeEach
    void start() {
        replica.request();
        timeline.runUntil(START + LOAD);
        assertThat(ready).containsExactly(replica);
    }

    private boolean take(double seconds) {
        requests.arrive();
        boolean taken = replica.take(new Replica.Request(timeline.now(), seconds));
        if (!taken) {
            requests.refuse(false);
        }
        return taken;
    }

    @Test
    void drawsOneAfterTheOtherAndRefusesWhatItCannotQueue() {
        double begin = timeline.now();
        assertThat(take(10)).isTrue();
        assertThat(take(10)).isTrue();
        assertThat(take(10)).isTrue();
        assertThat(take(10)).isTrue();
        assertThat(take(10)).isFalse();
        assertThat(replica.load()).isEqualTo(4);

        timeline.runUntil(begin + 40);

        assertThat(requests.drawn()).isEqualTo(4);
        assertThat(requests.refusals()).isEqualTo(1);
        assertThat(requests.waits().percentile(1)).isCloseTo(30, within(1e-3));
        assertThat(requests.waiting().area()).isCloseTo(10 + 20 + 30, within(1e-6));
    }

    @Test
    void whatIsInHandIsDrawnBeforeItGoes() {
        take(10);
        take(10);
        replica.drain();
        timeline.runUntil(timeline.now() + 19);
        assertThat(replica.phase()).isEqualTo(Phase.LEAVING);
        timeline.runUntil(timeline.now() + 1);

        assertThat(replica.phase()).isEqualTo(Phase.GONE);
        assertThat(requests.drawn()).isEqualTo(2);
        assertThat(requests.cutOff()).isZero();
        assertThat(pool.held(Priority.SERVING).value()).isZero();
    }

    @Test
    void whatTakesTooLongIsCutOff() {
        take(30);
        take(30);
        take(30);
        replica.drain();
        timeline.runUntil(timeline.now() + rule.drainSeconds());

        assertThat(replica.phase()).isEqualTo(Phase.GONE);
        assertThat(requests.drawn()).isEqualTo(1);
        assertThat(requests.cutOff()).isEqualTo(2);
        timeline.runUntil(timeline.now() + 100);
        assertThat(requests.drawn()).isEqualTo(1);
        assertThat(requests.open()).isZero();
        assertThat(requests.working().value()).isZero();
        assertThat(requests.waiting().value()).isZero();
    }
}
