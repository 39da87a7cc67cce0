package io.wavemesh.ingest.health;

import io.wavemesh.contracts.TrainingEvent;
import io.wavemesh.contracts.store.ObjectStore;
import io.wavemesh.health.TimedCheck;
import io.wavemesh.ingest.config.IngestConfig;
import io.wavemesh.ingest.kafka.ErasureFeed;
import io.wavemesh.messaging.BrokerProbe;
import io.wavemesh.messaging.CompactedTopicReader;
import io.wavemesh.messaging.TopicSetup;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import java.time.Duration;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Ready while broker and store answer, the topics exist and every subject's state has been read since the start. */
@ApplicationScoped
class HealthChecks {
    private final TimedCheck broker;
    private final TimedCheck store;
    private final TopicSetup topics;
    private final CompactedTopicReader<TrainingEvent> reader;
    private final ErasureFeed erasures;

    HealthChecks(
            IngestConfig config,
            BrokerProbe probe,
            ObjectStore objects,
            TopicSetup topics,
            CompactedTopicReader<TrainingEvent> reader,
            ErasureFeed erasures) {
        Duration limit = config.health().timeout();
        this.broker = new TimedCheck("broker", () -> probe.probe(limit), limit);
        this.store = new TimedCheck("store", objects::probe, limit);
        this.topics = topics;
        this.reader = reader;
        this.erasures = erasures;
    }

    @Produces
    @Readiness
    HealthCheck broker() {
        return broker;
    }

    @Produces
    @Readiness
    HealthCheck store() {
        return store;
    }

    @Produces
    @Readiness
    HealthCheck statuses() {
        return () -> HealthCheckResponse.named("statuses")
                .status(topics.isDone() && isCaughtUp() && reader.isAlive() && isReading())
                .withData("topics", topics.isDone())
                .withData("caughtUp", isCaughtUp())
                .withData("reading", isReading())
                .build();
    }

    private boolean isReading() {
        return reader.fault().isEmpty() && erasures.isReading();
    }

    private boolean isCaughtUp() {
        return reader.isCaughtUp() && erasures.isCaughtUp();
    }
}
