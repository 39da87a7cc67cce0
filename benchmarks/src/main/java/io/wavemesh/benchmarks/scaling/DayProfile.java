package io.wavemesh.benchmarks.scaling;

import java.util.Arrays;
import java.util.List;

/**
 * How arrivals spread over a day: a rate for each minute, as a share of the day. Nights are quiet, there are peaks at noon and
 * in the evening, bursts on top, and a time without any, after which what was held back comes at once.
 */
final class DayProfile {
    static final double DAY_SECONDS = 86_400;
    private static final int MINUTES = 1440;
    private static final double MINUTE_SECONDS = 60;

    /** Weight of each full hour; between two hours the weight goes straight. An assumption. */
    private static final double[] HOURS = {
        0.45, 0.30, 0.20, 0.18, 0.20, 0.30, 0.50, 0.80, 1.05, 1.20, 1.30, 1.45, 1.65, 1.45, 1.25, 1.20, 1.20, 1.30,
        1.50, 1.80, 2.00, 1.75, 1.25, 0.75
    };

    /** Days that programs simulate. */
    enum Kind {
        ordinary,
        busy;

        DayProfile profile() {
            return this == busy ? busy() : of(List.of());
        }
    }

    /** Some minutes with another rate. */
    record Change(int fromMinute, int minutes, double factor) {}

    private final double[] shares;

    private DayProfile(double[] weights) {
        double sum = Arrays.stream(weights).sum();
        shares = Arrays.stream(weights).map(weight -> weight / sum).toArray();
    }

    /** The same rate all day. */
    static DayProfile steady() {
        double[] weights = new double[MINUTES];
        Arrays.fill(weights, 1);
        return new DayProfile(weights);
    }

    /** Nights and peaks, with changes. */
    static DayProfile of(List<Change> changes) {
        double[] weights = new double[MINUTES];
        for (int minute = 0; minute < MINUTES; minute++) {
            double within = minute % 60 / 60.0;
            weights[minute] = HOURS[minute / 60] * (1 - within) + HOURS[(minute / 60 + 1) % 24] * within;
        }
        for (Change change : changes) {
            for (int i = 0; i < change.minutes; i++) {
                weights[change.fromMinute + i] *= change.factor;
            }
        }
        return new DayProfile(weights);
    }

    /**
     * The day that is simulated: ten times as many for 5 minutes at 10:30 and at 20:15; none from 15:00 to 15:10, and what
     * was held back within the 5 minutes thereafter.
     */
    static DayProfile busy() {
        return of(List.of(
                new Change(10 * 60 + 30, 5, 10),
                new Change(20 * 60 + 15, 5, 10),
                new Change(15 * 60, 10, 0),
                new Change(15 * 60 + 10, 5, 3)));
    }

    /** Share of the day's arrivals that come in the busiest hour that begins with a full minute. */
    double busiestHour() {
        double hour = Arrays.stream(shares, 0, 60).sum();
        double most = hour;
        for (int minute = 60; minute < MINUTES; minute++) {
            hour += shares[minute] - shares[minute - 60];
            most = Math.max(most, hour);
        }
        return most;
    }

    /** Arrivals a second in the minute of a time of this or another day. */
    double rate(double seconds, double perDay) {
        return shares[minute(seconds)] * perDay / MINUTE_SECONDS;
    }

    /**
     * The time of the next arrival of a Poisson process with this rate.
     *
     * @param seconds of the last one
     * @param perDay expected number of a day
     * @param work what must come together until then: drawn from the exponential distribution of mean 1
     */
    double next(double seconds, double perDay, double work) {
        double at = seconds;
        double left = work;
        for (double rate = rate(at, perDay); ; rate = rate(at, perDay)) {
            double end = (Math.floor(at / MINUTE_SECONDS) + 1) * MINUTE_SECONDS;
            double within = rate * (end - at);
            if (left < within) {
                return at + left / rate;
            }
            left -= within;
            at = end;
        }
    }

    private static int minute(double seconds) {
        return (int) (seconds / MINUTE_SECONDS) % MINUTES;
    }
}
