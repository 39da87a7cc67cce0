package io.wavemesh.store;

import java.time.Duration;

/**
 * How often and how fast a failed call is made again. The pause before attempt n + 1 lies between half and the whole of
 * {@code pause * 2^(n-1)}, at most {@code maxPause}; where in it is chance, so that many callers do not come back at once.
 *
 * @param attempts all in all, 1 to 20; 1 makes no second one
 * @param pause before the second attempt
 * @param maxPause longest pause
 * @param limit no attempt begins later than this after the first one
 */
public record RetryPolicy(int attempts, Duration pause, Duration maxPause, Duration limit) {
    private static final int MAX_ATTEMPTS = 20;
    private static final Duration HOUR = Duration.ofHours(1);

    /** Throws {@link IllegalArgumentException} with one line that says what is wrong. */
    public RetryPolicy {
        if (attempts < 1 || attempts > MAX_ATTEMPTS) {
            throw new IllegalArgumentException("attempts must be in 1.." + MAX_ATTEMPTS + ", was " + attempts);
        }
        if (pause.compareTo(Duration.ofMillis(1)) < 0
                || maxPause.compareTo(pause) < 0
                || maxPause.compareTo(HOUR) > 0) {
            throw new IllegalArgumentException("pauses must be in 1 ms..1 h and the longest not below the first, were "
                    + pause + " and " + maxPause);
        }
        if (limit.isNegative() || limit.compareTo(HOUR) > 0) {
            throw new IllegalArgumentException("the limit must be in 0..1 h, was " + limit);
        }
    }

    /**
     * The pause after an attempt.
     *
     * @param attempt counted from 1
     * @param chance in 0..1, 1 excluded
     */
    Duration pauseAfter(int attempt, double chance) {
        Duration doubled = pause.multipliedBy(1L << Math.min(attempt - 1, MAX_ATTEMPTS));
        Duration longest = doubled.compareTo(maxPause) < 0 ? doubled : maxPause;
        return Duration.ofNanos((long) (longest.toNanos() * (0.5 + chance / 2)));
    }
}
