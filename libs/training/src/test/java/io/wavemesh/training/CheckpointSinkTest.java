package io.wavemesh.training;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

class CheckpointSinkTest {
    private static final Duration WORK = Duration.ofMillis(50);

    @Test
    void isDueAfterEnoughWorkAndNotBefore() {
        CheckpointSink sink = CheckpointSink.every(WORK, checkpoint -> {});
        pass(WORK); // before the first step: not work

        long begin = System.nanoTime();
        boolean early = sink.due(1);
        long step = 2;
        while (!sink.due((int) step)) {
            step++;
        }

        assertThat(early).isFalse();
        assertThat(System.nanoTime() - begin).isGreaterThanOrEqualTo(WORK.toNanos());
    }

    @Test
    void theTimeOfKeepingDoesNotCount() {
        CheckpointSink sink = CheckpointSink.every(WORK, checkpoint -> pass(WORK.multipliedBy(2)));
        sink.due(1);
        pass(WORK);
        assertThat(sink.due(2)).isTrue();

        sink.save(null);

        assertThat(sink.due(3)).isFalse();
    }

    @Test
    void isDueEverySoManySteps() {
        CheckpointSink sink = CheckpointSink.every(3, checkpoint -> {});

        assertThat(sink.due(2)).isFalse();
        assertThat(sink.due(3)).isTrue();
        assertThat(sink.due(4)).isFalse();
        assertThat(sink.due(6)).isTrue();
    }

    private static void pass(Duration time) {
        long end = System.nanoTime() + time.toNanos();
        while (System.nanoTime() < end) {
            LockSupport.parkNanos(end - System.nanoTime());
        }
    }
}
