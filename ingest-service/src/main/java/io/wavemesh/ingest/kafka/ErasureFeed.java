package io.wavemesh.ingest.kafka;

import io.wavemesh.contracts.AuditEvent;
import io.wavemesh.contracts.JobControl;
import io.wavemesh.contracts.Topics;
import io.wavemesh.ingest.domain.Erasure;
import io.wavemesh.ingest.domain.Erasures;
import io.wavemesh.messaging.BrokerConnection;
import io.wavemesh.messaging.CompactedTopicReader;
import io.wavemesh.messaging.StateHandler;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/**
 * Learns every erasure that was ordered and every one that is over, from the start of both topics, and has done what is
 * still to do, whoever began it.
 */
public final class ErasureFeed implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(ErasureFeed.class);
    private static final long TICK_MILLIS = 500;

    private final Erasures erasures;
    private final CompactedTopicReader<JobControl> orders;
    private final CompactedTopicReader<AuditEvent> ends;
    private final ScheduledExecutorService worker = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "erasures");
        thread.setDaemon(true);
        return thread;
    });

    /** A feed that isn't started. */
    public ErasureFeed(BrokerConnection connection, Topics topics, Erasures erasures) {
        this.erasures = erasures;
        this.orders = new CompactedTopicReader<>(connection, topics.jobControl(), JobControl.class, new Orders());
        this.ends = new CompactedTopicReader<>(connection, topics.audit(), AuditEvent.class, new Ends());
    }

    /** Begins. */
    public void start() {
        orders.start();
        ends.start();
        worker.scheduleWithFixedDelay(this::work, TICK_MILLIS, TICK_MILLIS, TimeUnit.MILLISECONDS);
    }

    /** Whether every order that was there at the start is known. */
    public boolean isCaughtUp() {
        return orders.isCaughtUp() && ends.isCaughtUp();
    }

    /** Whether nothing keeps it from reading, such as a right that is missing. */
    public boolean isReading() {
        return orders.fault().isEmpty() && ends.fault().isEmpty();
    }

    /** Whether the feed's threads are alive. */
    public boolean isAlive() {
        return orders.isAlive() && ends.isAlive();
    }

    @Override
    public void close() {
        worker.shutdownNow();
        orders.close();
        ends.close();
    }

    private void work() {
        try {
            if (isCaughtUp()) {
                erasures.work();
            }
        } catch (RuntimeException e) {
            LOG.error("erasures could not be worked on", e);
        }
    }

    private final class Orders implements StateHandler<JobControl> {
        @Override
        public void put(String key, JobControl control) {
            if (control.action() == JobControl.Action.ERASE) {
                erasures.order(Erasure.of(control));
            }
        }

        @Override
        public void remove(String key) {
            // What was ordered once stays ordered.
        }
    }

    private final class Ends implements StateHandler<AuditEvent> {
        @Override
        public void put(String key, AuditEvent event) {
            if (event.action() == AuditEvent.Action.ERASURE_DONE) {
                erasures.over(event.jobId());
            }
        }

        @Override
        public void remove(String key) {
            // What was done stays done.
        }
    }
}
