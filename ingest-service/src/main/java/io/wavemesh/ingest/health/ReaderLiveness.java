package io.wavemesh.ingest.health;

import io.wavemesh.contracts.TrainingEvent;
import io.wavemesh.ingest.kafka.ErasureFeed;
import io.wavemesh.messaging.CompactedTopicReader;
import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Liveness;

/** Whether the threads that follow states and erasures still run: without it this process can't go on. */
@Liveness
@ApplicationScoped
class ReaderLiveness implements HealthCheck {
    private final CompactedTopicReader<TrainingEvent> reader;
    private final ErasureFeed erasures;

    ReaderLiveness(CompactedTopicReader<TrainingEvent> reader, ErasureFeed erasures) {
        this.reader = reader;
        this.erasures = erasures;
    }

    @Override
    public HealthCheckResponse call() {
        return HealthCheckResponse.named("status-reader")
                .status(reader.isAlive() && erasures.isAlive())
                .build();
    }
}
