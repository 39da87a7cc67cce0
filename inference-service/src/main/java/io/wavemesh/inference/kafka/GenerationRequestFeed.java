package io.wavemesh.inference.kafka;

import io.wavemesh.contracts.GenerationRequest;
import io.wavemesh.inference.domain.GenerationGate;
import io.wavemesh.messaging.ShareQueue;
import io.wavemesh.messaging.TopicSetup;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/**
 * Takes requests for images from their topic: as many at once as there are queues, each of which holds one record and
 * takes the next when that one is settled. Begins once the topics exist and the model draws.
 */
public final class GenerationRequestFeed implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(GenerationRequestFeed.class);
    private static final Duration PAUSE = Duration.ofMillis(200);
    private static final Duration CLOSING = Duration.ofSeconds(30);

    private final TopicSetup topics;
    private final GenerationGate gate;
    private final List<ShareQueue<GenerationRequest>> queues;
    private final CountDownLatch ending = new CountDownLatch(1);
    private final Thread starter = new Thread(this::begin, "generation-requests-start");
    private volatile boolean begun;

    /**
     * A feed that isn't started.
     *
     * @param parallel requests in hand at once; 0 takes none ever
     */
    public GenerationRequestFeed(
            TopicSetup topics, GenerationGate gate, Supplier<ShareQueue<GenerationRequest>> newQueue, int parallel) {
        this.topics = topics;
        this.gate = gate;
        this.queues = new ArrayList<>();
        for (int i = 0; i < parallel; i++) {
            queues.add(newQueue.get());
        }
        starter.setDaemon(true);
    }

    /** Begins in the background. */
    public void start() {
        if (!queues.isEmpty()) {
            starter.start();
        }
    }

    /** Whether every thread that must run does. */
    public boolean isAlive() {
        return !begun || queues.stream().allMatch(ShareQueue::isAlive);
    }

    /** Whether no queue is kept from taking requests by the brokers. */
    public boolean isTaking() {
        return queues.stream().allMatch(queue -> queue.fault().isEmpty());
    }

    /** Hands back what is in hand, so that other replicas go on with it. */
    @Override
    public void close() {
        ending.countDown();
        try {
            starter.join(CLOSING.toMillis());
            List<Thread> closers = queues.stream()
                    .map(queue -> new Thread(queue::close, "generation-requests-close"))
                    .toList();
            closers.forEach(Thread::start);
            for (Thread closer : closers) {
                closer.join(CLOSING.toMillis());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void begin() {
        try {
            while (!topics.isDone() || gate.planner().isEmpty()) {
                if (ending.await(PAUSE.toMillis(), TimeUnit.MILLISECONDS)) {
                    return;
                }
            }
            if (ending.getCount() > 0) {
                queues.forEach(ShareQueue::start);
                begun = true;
                LOG.infof("taking requests from the topic parallel=%d", queues.size());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
