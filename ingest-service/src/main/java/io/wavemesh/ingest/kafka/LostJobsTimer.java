package io.wavemesh.ingest.kafka;

import io.wavemesh.contracts.RetryableException;
import io.wavemesh.ingest.domain.LostJobs;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.jboss.logging.Logger;

/** Has lost jobs looked for at regular intervals, once every state is known. */
public final class LostJobsTimer implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(LostJobsTimer.class);

    private final LostJobs lostJobs;
    private final BooleanSupplier statesKnown;
    private final Duration interval;
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread made = new Thread(task, "lost-jobs");
        made.setDaemon(true);
        return made;
    });

    private String told;

    /** A timer that isn't started. */
    public LostJobsTimer(LostJobs lostJobs, BooleanSupplier statesKnown, Duration interval) {
        this.lostJobs = lostJobs;
        this.statesKnown = statesKnown;
        this.interval = interval;
    }

    /** Begins; an interval of zero never does. */
    public void start() {
        if (!interval.isZero()) {
            thread.scheduleWithFixedDelay(this::look, interval.toMillis(), interval.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    private void look() {
        if (!statesKnown.getAsBoolean()) {
            return;
        }
        try {
            lostJobs.look();
            told = null;
        } catch (RetryableException e) {
            tell(e.getMessage());
        } catch (RuntimeException e) {
            LOG.warn("lost jobs not looked for", e);
        }
    }

    /** A line a cause, not a line a look. */
    private void tell(String cause) {
        if (!cause.equals(told)) {
            told = cause;
            LOG.warnf("lost jobs not looked for, cause=%s", cause);
        }
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }
}
