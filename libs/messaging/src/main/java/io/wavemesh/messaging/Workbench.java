package io.wavemesh.messaging;

import io.wavemesh.contracts.Disposition;
import io.wavemesh.contracts.MessageJson;
import io.wavemesh.contracts.RetryableException;
import io.wavemesh.contracts.UndecodableMessageException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicIdPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Where a share queue has its one record worked on. All but {@link #stop} is called by the queue's thread only. */
final class Workbench<T> implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Workbench.class);

    private final ShareQueueSettings settings;
    private final Class<T> type;
    private final JobHandler<T> handler;
    private final DeadLetters deadLetters;
    private final QueueListener listener;
    private final RecordSpans spans;
    private final ExecutorService worker;
    private volatile Held held;

    /** {@code lock}: when it must be renewed, and when it ends. */
    private record Held(
            ConsumerRecord<byte[], byte[]> record, StopSignal stop, CompletableFuture<Verdict> verdict, long[] lock) {}

    Workbench(
            ShareQueueSettings settings,
            Class<T> type,
            JobHandler<T> handler,
            DeadLetters deadLetters,
            QueueListener listener,
            RecordSpans spans) {
        this.settings = settings;
        this.type = type;
        this.handler = handler;
        this.deadLetters = deadLetters;
        this.listener = listener;
        this.spans = spans;
        this.worker = Executors.newSingleThreadExecutor(
                task -> new Thread(task, "share-worker-" + settings.topic().name()));
    }

    boolean isFree() {
        return held == null;
    }

    boolean holds(ConsumerRecord<byte[], byte[]> record) {
        Held now = held;
        return now != null
                && now.record.partition() == record.partition()
                && now.record.offset() == record.offset()
                && now.record.topic().equals(record.topic());
    }

    boolean holdsAny(Map<TopicIdPartition, Set<Long>> offsets) {
        Held now = held;
        return now != null
                && offsets.entrySet().stream()
                        .anyMatch(e -> e.getKey().partition() == now.record.partition()
                                && e.getKey().topic().equals(now.record.topic())
                                && e.getValue().contains(now.record.offset()));
    }

    void begin(ConsumerRecord<byte[], byte[]> record, Duration lock) {
        StopSignal stop = new StopSignal();
        held = new Held(record, stop, CompletableFuture.supplyAsync(() -> work(record, stop), worker), new long[2]);
        lockedUntil(System.nanoTime(), lock);
    }

    void lockedUntil(long since, Duration lock) {
        held.lock[0] = since + lock.toNanos() / 2;
        held.lock[1] = since + lock.toNanos();
    }

    Duration untilRenewal() {
        return Duration.ofNanos(Math.max(0, held.lock[0] - System.nanoTime()));
    }

    boolean lockIsOver() {
        return held != null && System.nanoTime() - held.lock[1] > 0;
    }

    void stop(StopReason reason) {
        Held now = held;
        if (now != null) {
            now.stop.request(reason);
        }
    }

    Optional<Verdict> awaitVerdict(Duration limit) {
        try {
            return Optional.of(held.verdict.get(limit.toMillis(), TimeUnit.MILLISECONDS));
        } catch (TimeoutException e) {
            return Optional.empty();
        } catch (ExecutionException e) {
            // work() catches every exception: only an Error comes here.
            return Optional.of(new Verdict(Disposition.RETRY, e.getCause().toString()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }

    void awaitEnd(Duration limit) {
        if (held != null && awaitVerdict(limit).isEmpty()) {
            LOG.warn(
                    "work goes on although it was told to stop, topic={}",
                    settings.topic().name());
        }
    }

    void clear() {
        held = null;
    }

    @Override
    public void close() {
        worker.shutdownNow();
    }

    private Verdict work(ConsumerRecord<byte[], byte[]> record, StopSignal stop) {
        int attempt = record.deliveryCount().orElse((short) 1);
        Verdict verdict = traced(record, attempt, stop);
        if (verdict.disposition() == Disposition.RETRY && stop.reason().isEmpty()) {
            // The lock is renewed meanwhile, so no other worker begins before the pause is over.
            pause(settings.pauseAfter(attempt), stop);
        }
        return verdict;
    }

    private Verdict traced(ConsumerRecord<byte[], byte[]> record, int attempt, StopSignal stop) {
        try (RecordSpan span = spans.working(record, settings.groupId())) {
            span.attempt(attempt);
            Verdict verdict = attempt(record, attempt, stop);
            span.settled(verdict.disposition());
            return verdict;
        }
    }

    private Verdict attempt(ConsumerRecord<byte[], byte[]> record, int attempt, StopSignal stop) {
        try {
            T message = MessageJson.decode(record.value(), type);
            int earlier = DeadLetters.earlierDeliveries(record.headers());
            Delivery<T> delivery =
                    new Delivery<>(message, earlier + attempt, record.topic(), record.partition(), record.offset());
            int tries = FreshTries.tries(record.headers(), settings.attempts());
            if (attempt > tries) {
                return end(record, delivery, "delivered " + (delivery.attempt() - 1) + " times without an end", stop);
            }
            Verdict verdict = handle(delivery, stop);
            if (verdict.disposition() == Disposition.RETRY
                    && attempt == tries
                    && stop.reason().isEmpty()) {
                return end(record, delivery, verdict.reason(), stop);
            }
            if (verdict.disposition() == Disposition.DROP) {
                deadLetters.send(record, verdict.reason());
            }
            return verdict;
        } catch (UndecodableMessageException e) {
            return reject(record, e);
        } catch (RuntimeException e) {
            return retry(e);
        }
    }

    private Verdict handle(Delivery<T> delivery, StopSignal stop) {
        try {
            return handler.handle(delivery, stop);
        } catch (RuntimeException e) {
            return retry(e);
        }
    }

    /**
     * After the last try: work that has come further goes on under a new record, other work is given up. While that can't be
     * told, because store or brokers are away, it is waited: an outage ends no work, which is then sent again.
     */
    private Verdict end(ConsumerRecord<byte[], byte[]> record, Delivery<T> delivery, String reason, StopSignal stop) {
        for (boolean waited = false; stop.reason().isEmpty(); waited = true) {
            try {
                return decide(record, delivery, reason, waited);
            } catch (RetryableException e) {
                LOG.warn("waiting until it can be told how far the work has come, cause={}", e.getMessage());
                if (!pause(settings.maxRetryPause(), stop)) {
                    break;
                }
            }
        }
        return new Verdict(Disposition.RETRY, reason);
    }

    private Verdict decide(
            ConsumerRecord<byte[], byte[]> record, Delivery<T> delivery, String reason, boolean afterOutage) {
        long progress = handler.progress(delivery.message());
        if (afterOutage || progress > FreshTries.progress(record.headers())) {
            // Dying here doubles the record, which changes nothing but the time of a delivery.
            deadLetters.sendAgain(record, delivery.attempt(), progress);
            return new Verdict(Disposition.DONE, "sent again, it has come to " + progress + ": " + reason);
        }
        handler.giveUp(delivery, reason);
        deadLetters.send(record, reason);
        return new Verdict(Disposition.DROP, reason);
    }

    private static boolean pause(Duration pause, StopSignal stop) {
        try {
            stop.await(pause);
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private Verdict reject(ConsumerRecord<byte[], byte[]> record, UndecodableMessageException e) {
        listener.undecodable();
        try {
            deadLetters.send(record, e.getMessage());
            return new Verdict(Disposition.DROP, e.getMessage());
        } catch (RuntimeException failed) {
            return retry(failed);
        }
    }

    private Verdict retry(RuntimeException e) {
        LOG.warn(
                "work failed and will be tried again, topic={}",
                settings.topic().name(),
                e);
        return new Verdict(Disposition.RETRY, e.toString());
    }
}
