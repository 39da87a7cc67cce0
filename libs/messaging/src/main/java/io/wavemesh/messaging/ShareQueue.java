package io.wavemesh.messaging;

import io.opentelemetry.api.OpenTelemetry;
import io.wavemesh.contracts.Disposition;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.AcknowledgeType;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaShareConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.WakeupException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes one record at a time from a topic as a member of a share group, has it worked on by another thread, and
 * acknowledges it by the verdict. While the work runs its lock is renewed at half its length; if a renewal fails the
 * work is told to stop. One thread owns the consumer.
 */
public final class ShareQueue<T> implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ShareQueue.class);
    private static final Duration POLL = Duration.ofSeconds(1);
    private static final Duration POLL_AFTER_RENEWAL = Duration.ofMillis(50);
    /** Without a connection Kafka's consumer asks without a pause, so it is kept so long only. */
    private static final Duration UNCONNECTED = Duration.ofSeconds(1);

    private static final Duration COMMIT = Duration.ofSeconds(10);

    private final BrokerConnection connection;
    private final ShareQueueSettings settings;
    private final Workbench<T> workbench;
    private final QueueListener listener;
    private final Retries retries;
    private final Thread owner;
    private final StopSignal ending = new StopSignal();
    private volatile KafkaShareConsumer<byte[], byte[]> consumer;
    private boolean enough;

    /** A queue whose work no trace follows. */
    public ShareQueue(
            BrokerConnection connection,
            ShareQueueSettings settings,
            Class<T> type,
            JobHandler<T> handler,
            DeadLetters deadLetters,
            QueueListener listener) {
        this(connection, settings, type, handler, deadLetters, listener, OpenTelemetry.noop());
    }

    /**
     * A queue that isn't started; the dead letters and the handler outlive it.
     *
     * @param telemetry gets a span of each delivery, which the handler finds as the current one
     */
    public ShareQueue(
            BrokerConnection connection,
            ShareQueueSettings settings,
            Class<T> type,
            JobHandler<T> handler,
            DeadLetters deadLetters,
            QueueListener listener,
            OpenTelemetry telemetry) {
        this.connection = connection;
        this.settings = settings;
        this.listener = listener;
        this.workbench = new Workbench<>(settings, type, handler, deadLetters, listener, new RecordSpans(telemetry));
        this.retries =
                new Retries(LOG, "share queue of topic " + settings.topic().name());
        this.owner = new Thread(this::run, "share-queue-" + settings.topic().name());
    }

    /** Begins to take work; waits for the brokers in the background as long as they are away. */
    public void start() {
        owner.start();
    }

    /** Whether the queue's thread is alive. */
    public boolean isAlive() {
        return owner.isAlive();
    }

    /** Why no work can be taken now; empty as long as the brokers answer or are silent. */
    public Optional<String> fault() {
        return retries.fault();
    }

    /** Tells the work to stop, hands the record back, and leaves the group; returns after the grace at the latest. */
    @Override
    public void close() {
        ending.request(StopReason.SHUTDOWN);
        workbench.stop(StopReason.SHUTDOWN);
        KafkaShareConsumer<byte[], byte[]> current = consumer;
        if (current != null) {
            current.wakeup();
        }
        try {
            owner.join(settings.shutdownGrace().plus(COMMIT).toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        workbench.close();
    }

    private void run() {
        while (ending.reason().isEmpty() && !enough) {
            try {
                new ShareGroups(connection).configure(settings, COMMIT);
                consume();
            } catch (WakeupException e) {
                LOG.debug("share queue woken, topic={}", settings.topic().name());
            } catch (InterruptException e) {
                return;
            } catch (RuntimeException e) {
                pause(retries.failed(e));
            }
        }
        if (enough) {
            listener.ended();
        }
    }

    private void pause(Duration pause) {
        try {
            ending.await(pause);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void consume() {
        KafkaShareConsumer<byte[], byte[]> opened = open();
        consumer = opened;
        try {
            opened.subscribe(List.of(settings.topic().name()));
            long connected = System.nanoTime();
            while (ending.reason().isEmpty() && wantsMore()) {
                ConsumerRecords<byte[], byte[]> records = opened.poll(workbench.isFree() ? POLL : POLL_AFTER_RENEWAL);
                if (isConnected(opened)) {
                    connected = System.nanoTime();
                    retries.succeeded();
                } else if (workbench.isFree() && System.nanoTime() - connected > UNCONNECTED.toNanos()) {
                    throw new BrokerUnavailableException("no broker is connected");
                }
                for (ConsumerRecord<byte[], byte[]> record : records) {
                    settle(record);
                }
                if (workbench.lockIsOver()) {
                    abandon("the lock could not be renewed in time");
                }
            }
            handBack();
        } finally {
            workbench.stop(StopReason.LOCK_LOST);
            workbench.awaitEnd(settings.shutdownGrace());
            workbench.clear();
            consumer = null;
            opened.close(isConnected(opened) ? COMMIT : Duration.ZERO);
        }
    }

    private static boolean isConnected(KafkaShareConsumer<byte[], byte[]> consumer) {
        return consumer.metrics().entrySet().stream()
                .filter(entry -> entry.getKey().name().equals("connection-count"))
                .anyMatch(entry -> ((Number) entry.getValue().metricValue()).intValue() > 0);
    }

    private boolean wantsMore() {
        enough = workbench.isFree() && !listener.wantsMore();
        return !enough;
    }

    private KafkaShareConsumer<byte[], byte[]> open() {
        Map<String, Object> own = Map.of(
                ConsumerConfig.GROUP_ID_CONFIG,
                settings.groupId(),
                ConsumerConfig.SHARE_ACKNOWLEDGEMENT_MODE_CONFIG,
                "explicit",
                ConsumerConfig.SHARE_ACQUIRE_MODE_CONFIG,
                "record_limit",
                ConsumerConfig.MAX_POLL_RECORDS_CONFIG,
                1);
        KafkaShareConsumer<byte[], byte[]> opened = connection.shareConsumer("wavemesh-" + settings.groupId(), own);
        opened.setAcknowledgementCommitCallback((offsets, fault) -> {
            if (fault != null && workbench.holdsAny(offsets)) {
                abandon(fault.toString());
            }
        });
        return opened;
    }

    /** The consumer returns a record anew after each renewal, so this is called again until the work has ended. */
    private void settle(ConsumerRecord<byte[], byte[]> record) {
        if (!workbench.isFree() && !workbench.holds(record)) {
            acknowledge(record, AcknowledgeType.RELEASE);
            return;
        }
        Duration lock = Duration.ofMillis(consumer.acquisitionLockTimeoutMs()
                .orElse(Math.toIntExact(settings.recordLock().toMillis())));
        if (workbench.isFree()) {
            workbench.begin(record, lock);
        }
        Optional<Verdict> verdict = workbench.awaitVerdict(workbench.untilRenewal());
        if (verdict.isEmpty() && ending.reason().isPresent()) {
            verdict = Optional.of(handBackVerdict());
        }
        if (verdict.isPresent()) {
            finish(record, verdict.get());
        } else {
            renew(record, lock);
        }
    }

    private void renew(ConsumerRecord<byte[], byte[]> record, Duration lock) {
        long asked = System.nanoTime();
        consumer.acknowledge(record, AcknowledgeType.RENEW);
        if (commit(record).isEmpty()) {
            workbench.lockedUntil(asked, lock);
            listener.renewed();
        }
    }

    private Verdict handBackVerdict() {
        return workbench
                .awaitVerdict(settings.shutdownGrace())
                .orElse(new Verdict(Disposition.RETRY, "stopped for shutdown"));
    }

    private void finish(ConsumerRecord<byte[], byte[]> record, Verdict verdict) {
        workbench.clear();
        acknowledge(
                record,
                switch (verdict.disposition()) {
                    case DONE -> AcknowledgeType.ACCEPT;
                    case RETRY -> AcknowledgeType.RELEASE;
                    case DROP -> AcknowledgeType.REJECT;
                });
        listener.settled(verdict.disposition());
        LOG.info(
                "settled, disposition={}, reason={}, topic={}, partition={}, offset={}",
                verdict.disposition(),
                verdict.reason(),
                record.topic(),
                record.partition(),
                record.offset());
    }

    private void acknowledge(ConsumerRecord<byte[], byte[]> record, AcknowledgeType type) {
        consumer.acknowledge(record, type);
        commit(record)
                .ifPresent(fault -> LOG.warn(
                        "acknowledged too late, it will be delivered again, topic={}, partition={}, offset={}, cause={}",
                        record.topic(),
                        record.partition(),
                        record.offset(),
                        fault.toString()));
    }

    /** Why the brokers did not take it. A member that they have given up gets no answer at all: that is no success. */
    private Optional<KafkaException> commit(ConsumerRecord<byte[], byte[]> record) {
        try {
            return answer(record).orElseGet(() -> Optional.of(new KafkaException("the brokers know nothing of it")));
        } catch (WakeupException e) {
            // This queue ends; what was sent already is waited for when the consumer is closed.
            return answer(record).orElse(Optional.empty());
        }
    }

    private Optional<Optional<KafkaException>> answer(ConsumerRecord<byte[], byte[]> record) {
        return consumer.commitSync(COMMIT).entrySet().stream()
                .filter(e -> e.getKey().partition() == record.partition()
                        && e.getKey().topic().equals(record.topic()))
                .map(Map.Entry::getValue)
                .findFirst();
    }

    private void abandon(String cause) {
        LOG.warn(
                "lock lost, the work is stopped, topic={}, cause={}",
                settings.topic().name(),
                cause);
        listener.lockLost();
        workbench.stop(StopReason.LOCK_LOST);
        workbench.awaitEnd(settings.shutdownGrace());
        workbench.clear();
    }

    private void handBack() {
        if (!workbench.isFree()) {
            handBackVerdict();
        }
    }
}
