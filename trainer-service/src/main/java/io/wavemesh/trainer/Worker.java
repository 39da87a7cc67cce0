package io.wavemesh.trainer;

import io.wavemesh.contracts.JobControl;
import io.wavemesh.contracts.TrainingOrder;
import io.wavemesh.device.DeviceWatch;
import io.wavemesh.messaging.CompactedTopicReader;
import io.wavemesh.messaging.ShareQueue;
import io.wavemesh.messaging.TopicSetup;
import io.wavemesh.trainer.config.TrainerConfig;
import io.wavemesh.trainer.domain.SubjectTrainer;
import io.wavemesh.trainer.domain.TrainerOpener;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jboss.logging.Logger;

/**
 * Opens the trainer, waits for the brokers, learns what is asked of jobs, and only then takes jobs: a cancelled one is
 * never begun.
 */
@Singleton
public final class Worker {
    private static final Logger LOG = Logger.getLogger(Worker.class);
    private static final Duration PAUSE = Duration.ofSeconds(1);
    private static final Duration DEVICE_INTERVAL = Duration.ofSeconds(5);

    private final TrainerConfig config;
    private final TrainerOpener opener;
    private final MeshParts parts;
    private final Optional<DeviceGuard> guard;
    private final CountDownLatch ending = new CountDownLatch(1);
    private volatile State state = State.LOADING;
    private volatile Thread starter;
    private volatile SubjectTrainer trainer;
    private volatile CompactedTopicReader<JobControl> controls;
    private volatile ShareQueue<TrainingOrder> queue;

    /** How far the start is. */
    public enum State {
        /** Engine and base model are being loaded. */
        LOADING,
        /** The brokers are awaited. */
        CONNECTING,
        /** Jobs are taken. */
        WORKING,
        /** The base model can't be opened. */
        FAILED,
        /** The device is out of use: the job in hand is handed back, and no other is taken. */
        UNUSABLE,
        /** As many jobs are done as the process was started for: it ends. */
        ENDED
    }

    Worker(TrainerConfig config, TrainerOpener opener, MeshParts parts, Optional<DeviceWatch> device) {
        this.config = config;
        this.opener = opener;
        this.parts = parts;
        this.guard = device.map(watch -> new DeviceGuard(watch, this::stopTaking));
    }

    /** Starts in the background; {@code onEnd} is called after the last job of a process that is started for some. */
    void start(Consumer<RuntimeException> onFailure, Runnable onEnd) {
        starter = new Thread(() -> begin(onFailure, onEnd), "trainer-start");
        starter.start();
    }

    /** How far the start is. */
    public State state() {
        return state;
    }

    /** Whether the threads that must run do. */
    public boolean isAlive() {
        return (state == State.UNUSABLE
                        || state == State.ENDED
                        || Optional.ofNullable(queue).map(ShareQueue::isAlive).orElse(true))
                && Optional.ofNullable(controls)
                        .map(CompactedTopicReader::isAlive)
                        .orElse(true);
    }

    /** Whether the brokers let it take jobs and hear what is asked of them. */
    public boolean isServed() {
        return Optional.ofNullable(queue).flatMap(ShareQueue::fault).isEmpty()
                && Optional.ofNullable(controls)
                        .flatMap(CompactedTopicReader::fault)
                        .isEmpty();
    }

    void close() {
        ending.countDown();
        try {
            if (starter != null) {
                starter.join(config.kafka().shutdownGrace().toMillis());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        guard.ifPresent(DeviceGuard::close);
        closeQueue();
        if (controls != null) {
            controls.close();
        }
        parts.close();
        if (trainer != null) {
            trainer.close();
        }
    }

    private void begin(Consumer<RuntimeException> onFailure, Runnable onEnd) {
        try {
            trainer = opener.open();
        } catch (RuntimeException e) {
            state = State.FAILED;
            onFailure.accept(e);
            return;
        }
        LOG.infof(
                "base model loaded, baseModel=%s, hash=%s",
                trainer.baseModel().id(), trainer.baseModel().hash());
        state = State.CONNECTING;
        try {
            connect(onEnd);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void connect(Runnable onEnd) throws InterruptedException {
        try (TopicSetup setup = parts.topicSetup()) {
            setup.start();
            while (!setup.awaitDone(PAUSE)) {
                if (isEnding(Duration.ZERO)) {
                    return;
                }
            }
        }
        controls = parts.controlReader();
        controls.start();
        while (!controls.awaitCaughtUp(PAUSE)) {
            if (isEnding(Duration.ZERO)) {
                return;
            }
        }
        parts.measureDepth();
        queue = parts.queue(trainer, () -> end(onEnd));
        state = State.WORKING;
        queue.start();
        LOG.info("taking jobs");
        guard.ifPresent(watching -> watching.start(DEVICE_INTERVAL));
    }

    /** Takes no more jobs, since they would only fail here: others of the group have what this one had. */
    void stopTaking(String reason) {
        state = State.UNUSABLE;
        LOG.errorf("the device is out of use, no more jobs are taken, cause=%s", reason);
        closeQueue();
    }

    private void end(Runnable onEnd) {
        state = State.ENDED;
        LOG.info("no more jobs are wanted, the process ends");
        onEnd.run();
    }

    private synchronized void closeQueue() {
        if (queue != null) {
            queue.close();
        }
    }

    private boolean isEnding(Duration wait) throws InterruptedException {
        return ending.await(wait.toMillis(), TimeUnit.MILLISECONDS);
    }
}
