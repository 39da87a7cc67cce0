package io.wavemesh.local.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class PhaseClockTest {
    @Test
    void phasesFollowEachOtherWithoutAGap() {
        AtomicLong now = new AtomicLong(5_000_000_000L);
        PhaseClock clock = new PhaseClock(now::get);

        now.addAndGet(2_000_000_000L);
        clock.end("start");
        now.addAndGet(500_000_000L);
        clock.end("training");
        now.addAndGet(9_000_000_000L);

        assertThat(clock.seconds()).containsExactly(entry("start", 2.0), entry("training", 0.5), entry("total", 2.5));
    }
}
