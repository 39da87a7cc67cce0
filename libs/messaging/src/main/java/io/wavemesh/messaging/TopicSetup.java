package io.wavemesh.messaging;

import io.wavemesh.contracts.RetryableException;
import io.wavemesh.contracts.Topics;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.KafkaException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Sees to it in the background that topics exist, trying again until the brokers are there. */
public final class TopicSetup implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(TopicSetup.class);
    private static final Duration LIMIT = Duration.ofSeconds(20);

    private final TopicProvisioner provisioner;
    private final List<Topics.Topic> topics;
    private final Retries retries = new Retries(LOG, "setup of the topics");
    private final StopSignal ending = new StopSignal();
    private final Thread owner = new Thread(this::run, "topic-setup");
    private final CountDownLatch done = new CountDownLatch(1);

    /** A setup that isn't started. */
    public TopicSetup(BrokerConnection connection, Collection<Topics.Topic> topics) {
        this.provisioner = new TopicProvisioner(connection);
        this.topics = List.copyOf(topics);
        owner.setDaemon(true);
    }

    /** Begins; ends by itself once the topics exist. */
    public void start() {
        owner.start();
    }

    /** Whether all topics exist. */
    public boolean isDone() {
        return done.getCount() == 0;
    }

    /** Waits until all topics exist; false if it takes longer. */
    public boolean awaitDone(Duration limit) throws InterruptedException {
        return done.await(limit.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Why they can't be seen to now. */
    public Optional<String> fault() {
        return retries.fault();
    }

    @Override
    public void close() {
        ending.request(StopReason.SHUTDOWN);
        owner.interrupt();
    }

    private void run() {
        try {
            while (!isDone() && ending.reason().isEmpty()) {
                try {
                    provisioner.provision(topics, LIMIT);
                    retries.succeeded();
                    done.countDown();
                } catch (RetryableException | KafkaException e) {
                    ending.await(retries.failed(e));
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
