package io.wavemesh.messaging;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class StopSignalTest {
    private final StopSignal signal = new StopSignal();

    @Test
    void keepsTheFirstReason() {
        signal.request(StopReason.SHUTDOWN);
        signal.request(StopReason.LOCK_LOST);

        assertThat(signal.reason()).contains(StopReason.SHUTDOWN);
    }

    @Test
    void tellsEachListenerOnceAlsoThoseThatComeLate() {
        List<StopReason> told = new ArrayList<>();
        signal.onStop(told::add);

        signal.request(StopReason.LOCK_LOST);
        signal.request(StopReason.LOCK_LOST);
        signal.onStop(told::add);

        assertThat(told).containsExactly(StopReason.LOCK_LOST, StopReason.LOCK_LOST);
    }

    @Test
    void endsAPauseWhenTheWorkMustStop() throws InterruptedException {
        Thread requester = new Thread(() -> signal.request(StopReason.SHUTDOWN));
        long begin = System.nanoTime();
        requester.start();

        signal.await(Duration.ofMinutes(5));

        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofMinutes(1));
        assertThat(signal.reason()).isPresent();
    }
}
