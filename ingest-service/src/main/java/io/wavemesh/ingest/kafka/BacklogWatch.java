package io.wavemesh.ingest.kafka;

import io.wavemesh.contracts.RetryableException;
import io.wavemesh.contracts.Topics;
import io.wavemesh.ingest.metrics.BacklogMetrics;
import io.wavemesh.messaging.BrokerConnection;
import io.wavemesh.messaging.OpenLetterCount;
import io.wavemesh.messaging.QueueDepth;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.DoubleConsumer;
import java.util.function.ToLongFunction;
import org.jboss.logging.Logger;

/**
 * Counts at regular intervals what waits in topics that others read: requests for images, and dead letters. Ingest does,
 * since it runs also where inference is scaled to none. What cannot be counted is told as not a number, and logged once.
 */
public final class BacklogWatch implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(BacklogWatch.class);
    private static final long FIRST_MILLIS = 1000;

    private final BooleanSupplier topicsMade;
    private final Duration interval;
    private final Duration limit;
    private final List<AutoCloseable> clients = new ArrayList<>();
    private final List<Look> looks = new ArrayList<>();
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread made = new Thread(task, "backlog");
        made.setDaemon(true);
        return made;
    });

    /**
     * A watch that isn't started.
     *
     * @param topicsMade whether there is something to count
     * @param groupId the share group that answers requests for images
     * @param interval between two counts; zero never counts
     * @param limit how long one answer of the brokers may take
     */
    public BacklogWatch(
            BrokerConnection connection,
            Topics topics,
            BooleanSupplier topicsMade,
            String groupId,
            BacklogMetrics metrics,
            Duration interval,
            Duration limit) {
        this.topicsMade = topicsMade;
        this.interval = interval;
        this.limit = limit;
        QueueDepth requests = new QueueDepth(connection, groupId, topics.generationRequests());
        clients.add(requests);
        looks.add(new Look("requests for images", requests::measure, metrics.imageRequests()));
        for (Topics.Topic source : topics.shared()) {
            OpenLetterCount letters = new OpenLetterCount(connection, topics.deadLetters(source));
            clients.add(letters);
            String name = source.name().substring(topics.prefix().length());
            looks.add(new Look("dead letters of " + name, letters::measure, metrics.deadLetters(name)));
        }
    }

    /** Begins. */
    public void start() {
        if (!interval.isZero()) {
            long first = Math.min(FIRST_MILLIS, interval.toMillis());
            thread.scheduleWithFixedDelay(this::look, first, interval.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    @Override
    public void close() {
        thread.shutdownNow();
        try {
            if (!thread.awaitTermination(limit.toMillis(), TimeUnit.MILLISECONDS)) {
                LOG.warn("backlog is still being counted, leaving it to the end of the process");
                return;
            }
            for (AutoCloseable client : clients) {
                client.close();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (Exception e) {
            LOG.warn("connections of the backlog not closed", e);
        }
    }

    private void look() {
        for (Look look : looks) {
            if (topicsMade.getAsBoolean() && !thread.isShutdown()) {
                look.once();
            }
        }
    }

    /** One thing that is counted. */
    private final class Look {
        private final String what;
        private final ToLongFunction<Duration> count;
        private final DoubleConsumer told;
        private boolean fails;

        Look(String what, ToLongFunction<Duration> count, DoubleConsumer told) {
            this.what = what;
            this.count = count;
            this.told = told;
        }

        void once() {
            try {
                told.accept(count.applyAsLong(limit));
                fails = false;
            } catch (RetryableException e) {
                failed(e.getMessage());
            } catch (RuntimeException e) {
                failed(e.toString());
            }
        }

        /** A line an outage, not a line a look. */
        private void failed(String cause) {
            told.accept(Double.NaN);
            if (!fails && !thread.isShutdown()) {
                LOG.warnf("%s not counted, cause=%s", what, cause);
            } else {
                LOG.debugf("%s not counted again, cause=%s", what, cause);
            }
            fails = true;
        }
    }
}
