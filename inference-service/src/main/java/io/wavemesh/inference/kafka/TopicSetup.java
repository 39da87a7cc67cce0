package io.wavemesh.inference.kafka;

import io.wavemesh.contracts.RetryableException;
import io.wavemesh.contracts.Topics;
import io.wavemesh.messaging.BrokerConnection;
import io.wavemesh.messaging.TopicProvisioner;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/** Sees to it that the topics exist, trying again until the brokers are there. */
public final class TopicSetup implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(TopicSetup.class);
    private static final Duration LIMIT = Duration.ofSeconds(20);
    private static final Duration PAUSE = Duration.ofSeconds(1);

    private final TopicProvisioner provisioner;
    private final List<Topics.Topic> topics;
    private volatile boolean done;
    private final CountDownLatch ending = new CountDownLatch(1);
    private final Thread owner = new Thread(this::run, "topic-setup");

    /** A setup that isn't started. */
    public TopicSetup(BrokerConnection broker, List<Topics.Topic> topics) {
        this.provisioner = new TopicProvisioner(broker);
        this.topics = List.copyOf(topics);
        owner.setDaemon(true);
    }

    /** Begins; ends by itself once the topics exist. */
    public void start() {
        owner.start();
    }

    /** Whether the topics exist. */
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
            while (!isProvisioned() && !ending.await(PAUSE.toMillis(), TimeUnit.MILLISECONDS)) {
                LOG.debug("trying again to create the topics");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean isProvisioned() {
        try {
            provisioner.provision(topics, LIMIT);
            done = true;
            return true;
        } catch (RetryableException e) {
            LOG.warnf("topics not there yet cause=%s", e.getMessage());
            return false;
        }
    }
}
