package io.wavemesh.ingest.health;

import io.wavemesh.contracts.TrainingEvent;
import io.wavemesh.ingest.kafka.TopicSetup;
import io.wavemesh.messaging.CompactedTopicReader;
import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Whether the topics exist and every subject's state has been read since the start. */
@Readiness
@ApplicationScoped
class StatusReadiness implements HealthCheck {
    private final TopicSetup topics;
    private final CompactedTopicReader<TrainingEvent> reader;

    StatusReadiness(TopicSetup topics, CompactedTopicReader<TrainingEvent> reader) {
        this.topics = topics;
        this.reader = reader;
    }

    @Override
    public HealthCheckResponse call() {
        return HealthCheckResponse.named("statuses")
                .status(topics.isDone() && reader.isCaughtUp() && reader.isAlive())
                .withData("topics", topics.isDone())
                .withData("caughtUp", reader.isCaughtUp())
                .build();
    }
}
