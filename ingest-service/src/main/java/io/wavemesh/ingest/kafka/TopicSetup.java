package io.wavemesh.ingest.kafka;

import io.wavemesh.contracts.RetryableException;
import io.wavemesh.contracts.Topics;
import io.wavemesh.messaging.BrokerConnection;
import io.wavemesh.messaging.TopicProvisioner;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/** Sees to it that the topics exist, trying again until the brokers are there. */
public final class TopicSetup implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(TopicSetup.class);
    private static final Duration LIMIT = Duration.ofSeconds(20);
    private static final Duration PAUSE = Duration.ofSeconds(2);

    private final TopicProvisioner provisioner;
    private final Topics topics;
    private final CountDownLatch ending = new CountDownLatch(1);
    private final Thread owner = new Thread(this::run, "topic-setup");
    private volatile boolean done;

    /** A setup that isn't started. */
    public TopicSetup(BrokerConnection connection, Topics topics) {
        this.provisioner = new TopicProvisioner(connection);
        this.topics = topics;
    }

    /** Begins. */
    public void start() {
        owner.start();
    }

    /** Whether all topics exist. */
    public boolean isDone() {
        return done;
    }

    @Override
    public void close() {
        ending.countDown();
        owner.interrupt();
    }

    private void run() {
        try {
            while (!done && ending.getCount() > 0) {
                try {
                    provisioner.provision(topics.all(), LIMIT);
                    done = true;
                } catch (RetryableException e) {
                    LOG.warnf("topics not there yet, cause=%s", e.getMessage());
                    if (ending.await(PAUSE.toMillis(), TimeUnit.MILLISECONDS)) {
                        return;
                    }
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
