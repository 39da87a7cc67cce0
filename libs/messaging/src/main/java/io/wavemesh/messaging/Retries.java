package io.wavemesh.messaging;

import java.time.Duration;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.LongSupplier;
import org.slf4j.Logger;

/**
 * What happens between tries while the brokers are away or refuse: pauses that grow, and one line in the log a kind of
 * cause and minute instead of one a try. One thread calls; any may ask for the fault.
 */
final class Retries {
    private static final Duration FIRST = Duration.ofMillis(500);
    private static final Duration LONGEST = Duration.ofSeconds(5);
    private static final Duration SILENCE = Duration.ofMinutes(1);
    private static final double JITTER = 0.2;

    private final Logger log;
    private final String what;
    private final LongSupplier nanos;
    private final Set<String> told = new HashSet<>();
    private long begin;
    private long toldSince;
    private int tries;
    private volatile String fault;

    /** What is tried, such as {@code reader of topic adapters}. */
    Retries(Logger log, String what) {
        this(log, what, System::nanoTime);
    }

    Retries(Logger log, String what, LongSupplier nanos) {
        this.log = log;
        this.what = what;
        this.nanos = nanos;
    }

    /** Notes a failure, and returns how long to wait. */
    Duration failed(Throwable cause) {
        long now = nanos.getAsLong();
        if (tries == 0) {
            begin = now;
        }
        if (tries == 0 || now - toldSince >= SILENCE.toNanos()) {
            told.clear();
            toldSince = now;
        }
        fault = cause.getMessage() == null ? cause.toString() : cause.getMessage();
        if (told.add(cause.getClass().getName())) {
            log.warn("{} fails and goes on trying, tries={}, cause={}", what, tries + 1, fault);
        } else {
            log.debug("{} fails again, cause={}", what, fault);
        }
        double grown = FIRST.toMillis() * Math.pow(2, Math.min(tries, 10));
        tries++;
        double jitter = 1 - JITTER + 2 * JITTER * ThreadLocalRandom.current().nextDouble();
        return Duration.ofMillis(Math.round(Math.min(grown, LONGEST.toMillis()) * jitter));
    }

    /** Notes that it works. */
    void succeeded() {
        if (tries > 0) {
            log.info(
                    "{} works again, tries={}, after={}s",
                    what,
                    tries,
                    Duration.ofNanos(nanos.getAsLong() - begin).toSeconds());
            tries = 0;
            fault = null;
        }
    }

    /** Why it does not work; empty as long as it does. */
    Optional<String> fault() {
        return Optional.ofNullable(fault);
    }
}
