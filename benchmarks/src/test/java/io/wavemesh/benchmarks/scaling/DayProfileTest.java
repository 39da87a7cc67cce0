package io.wavemesh.benchmarks.scaling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class DayProfileTest {
    private static final double HOUR = 3600;
    private static final double PER_DAY = 200_000;

    @Test
    void asManyComeAsExpected() {
        int[] minutes = arrivals(DayProfile.busy());

        int all = 0;
        double missing = 0;
        for (int minute = 0; minute < minutes.length; minute++) {
            double expected = DayProfile.busy().rate(minute * 60 + 30, PER_DAY) * 60;
            all += minutes[minute];
            missing += expected == 0 ? minutes[minute] : Math.pow(minutes[minute] - expected, 2) / expected;
        }
        assertThat((double) all).isCloseTo(PER_DAY, within(5 * Math.sqrt(PER_DAY)));
        assertThat(missing / minutes.length)
                .as("each minute a Poisson number: chi-squared of 1,430 minutes")
                .isBetween(0.85, 1.15);
    }

    private static int[] arrivals(DayProfile profile) {
        Draw draw = new Draw(3, "arrivals");
        int[] minutes = new int[1440];
        double at = profile.next(0, PER_DAY, draw.exponential());
        while (at < DayProfile.DAY_SECONDS) {
            minutes[(int) (at / 60)]++;
            double next = profile.next(at, PER_DAY, draw.exponential());
            assertThat(next).isGreaterThan(at);
            at = next;
        }
        return minutes;
    }

    @Test
    void aBurstIsTenfoldAndAStopIsEmpty() {
        DayProfile busy = DayProfile.busy();
        double half = 10.5 * HOUR;

        assertThat(busy.rate(half, PER_DAY) / busy.rate(half - 1, PER_DAY)).isCloseTo(10, within(0.1));
        assertThat(busy.rate(15 * HOUR + 300, PER_DAY)).isZero();
        double held = busy.rate(15 * HOUR - 1, PER_DAY) * 600;
        double caughtUp = (busy.rate(15 * HOUR + 700, PER_DAY) - busy.rate(15 * HOUR + 1000, PER_DAY)) * 300;
        assertThat(caughtUp).isCloseTo(held, within(held * 0.02));
    }

    @Test
    void nightsAreQuietAndEveningsBusy() {
        DayProfile busy = DayProfile.busy();

        assertThat(busy.rate(20 * HOUR, 1)).isGreaterThan(5 * busy.rate(3 * HOUR, 1));
        assertThat(busy.busiestHour() * 24).isBetween(1.5, 4.0);
        assertThat(DayProfile.steady().busiestHour() * 24).isCloseTo(1, within(1e-9));
    }

    @Test
    void theNextDayIsLikeTheFirst() {
        DayProfile busy = DayProfile.busy();

        assertThat(busy.rate(DayProfile.DAY_SECONDS + 100, 1)).isEqualTo(busy.rate(100, 1));
    }
}
