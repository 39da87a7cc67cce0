package io.wavemesh.ingest.kafka;

import io.wavemesh.contracts.RetryableException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.jboss.logging.Logger;

/** Has chores done at regular intervals, one at a time, once every state is known. */
public final class Housekeeping implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(Housekeeping.class);

    private final BooleanSupplier statesKnown;
    private final List<Chore> chores;
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread made = new Thread(task, "housekeeping");
        made.setDaemon(true);
        return made;
    });

    private final Map<String, String> told = new HashMap<>();

    /**
     * Something to do again and again.
     *
     * @param name in the log
     * @param work may throw {@link RetryableException} while store or brokers are away
     * @param interval between an end and the next beginning; zero never begins
     */
    public record Chore(String name, Runnable work, Duration interval) {}

    /** Chores that aren't begun. */
    public Housekeeping(BooleanSupplier statesKnown, List<Chore> chores) {
        this.statesKnown = statesKnown;
        this.chores = List.copyOf(chores);
    }

    /** Begins. */
    public void start() {
        for (Chore chore : chores) {
            long millis = chore.interval().toMillis();
            if (millis > 0) {
                thread.scheduleWithFixedDelay(() -> attempt(chore), millis, millis, TimeUnit.MILLISECONDS);
            }
        }
    }

    private void attempt(Chore chore) {
        if (!statesKnown.getAsBoolean()) {
            return;
        }
        try {
            chore.work().run();
            told.remove(chore.name());
        } catch (RetryableException e) {
            tell(chore, e.getMessage());
        } catch (RuntimeException e) {
            LOG.warnf(e, "%s: not done", chore.name());
        }
    }

    /** A line a cause, not a line a look. */
    private void tell(Chore chore, String cause) {
        if (!cause.equals(told.put(chore.name(), cause))) {
            LOG.warnf("%s: not done, cause=%s", chore.name(), cause);
        }
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }
}
