package io.wavemesh.ingest.health;

import io.wavemesh.contracts.TrainingEvent;
import io.wavemesh.messaging.CompactedTopicReader;
import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Liveness;

/** Whether the thread that follows the states still runs: without it this process can't go on. */
@Liveness
@ApplicationScoped
class ReaderLiveness implements HealthCheck {
    private final CompactedTopicReader<TrainingEvent> reader;

    ReaderLiveness(CompactedTopicReader<TrainingEvent> reader) {
        this.reader = reader;
    }

    @Override
    public HealthCheckResponse call() {
        return HealthCheckResponse.named("status-reader")
                .status(reader.isAlive())
                .build();
    }
}
