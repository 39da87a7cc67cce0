package io.wavemesh.inference.kafka;

import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Span;
import io.wavemesh.contracts.AdapterAnnouncement;
import io.wavemesh.contracts.AdapterId;
import io.wavemesh.contracts.Topics;
import io.wavemesh.inference.domain.AdapterErasure;
import io.wavemesh.inference.domain.AdapterRegistry;
import io.wavemesh.inference.domain.PublishLag;
import io.wavemesh.messaging.BrokerConnection;
import io.wavemesh.messaging.CompactedTopicReader;
import io.wavemesh.messaging.StateHandler;
import java.time.Duration;
import org.jboss.logging.Logger;

/** Keeps the registry as the compacted {@code adapters} topic says, read from its start. */
public final class AdapterFeed implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(AdapterFeed.class);

    /** Set when the adapter is registered: an announcement that is passed over has none. */
    private static final AttributeKey<String> ADAPTER = AttributeKey.stringKey("wavemesh.adapter.id");

    private static final AttributeKey<String> JOB = AttributeKey.stringKey("wavemesh.job.id");

    private final AdapterRegistry registry;
    private final AdapterErasure erasure;
    private final PublishLag lag;
    private final CompactedTopicReader<AdapterAnnouncement> reader;

    /** A feed that isn't started. */
    public AdapterFeed(
            BrokerConnection broker,
            Topics topics,
            AdapterRegistry registry,
            AdapterErasure erasure,
            PublishLag lag,
            OpenTelemetry telemetry) {
        this.registry = registry;
        this.erasure = erasure;
        this.lag = lag;
        this.reader = new CompactedTopicReader<>(
                broker, topics.adapters(), AdapterAnnouncement.class, new Registration(), telemetry);
    }

    /** Begins to read; goes on until closed. */
    public void start() {
        reader.start();
    }

    /** Whether everything that was announced before the start is known. */
    public boolean isCaughtUp() {
        return reader.isCaughtUp();
    }

    /** Waits until everything that was announced before the start is known; false if it takes longer. */
    public boolean awaitCaughtUp(Duration limit) throws InterruptedException {
        boolean caughtUp = reader.awaitCaughtUp(limit);
        if (caughtUp) {
            LOG.infof("announced adapters known count=%d", registry.size());
        }
        return caughtUp;
    }

    /** Whether the brokers let it read. */
    public boolean isReading() {
        return reader.fault().isEmpty();
    }

    /** Whether the feed still reads. */
    public boolean isAlive() {
        return reader.isAlive();
    }

    @Override
    public void close() {
        reader.close();
    }

    private final class Registration implements StateHandler<AdapterAnnouncement> {
        @Override
        public void put(String key, AdapterAnnouncement adapter) {
            if (!key.equals(adapter.adapterId().value())) {
                LOG.warnf("announcement passed over: its key is not its adapterId=%s", adapter.adapterId());
                return;
            }
            if (erasure.refuses(adapter)) {
                LOG.infof("adapter of an erased job refused adapterId=%s", adapter.adapterId());
                return;
            }
            boolean isNew = registry.find(adapter.adapterId()).isEmpty();
            registry.announce(adapter);
            Span.current()
                    .setAttribute(ADAPTER, adapter.adapterId().value())
                    .setAttribute(JOB, adapter.jobId().value());
            if (isNew) {
                lag.learned(adapter);
            }
            if (isCaughtUp()) {
                LOG.infof(
                        "adapter announced adapterId=%s subjectId=%s bytes=%d",
                        adapter.adapterId(), adapter.subjectId(), adapter.byteCount());
            }
        }

        @Override
        public void remove(String key) {
            try {
                AdapterId adapter = new AdapterId(key);
                if (registry.withdraw(adapter) && isCaughtUp()) {
                    LOG.infof("adapter withdrawn adapterId=%s", adapter);
                }
                erasure.forget(adapter);
            } catch (IllegalArgumentException e) {
                LOG.debug("withdrawal passed over: its key is no adapter's name");
            }
        }
    }
}
