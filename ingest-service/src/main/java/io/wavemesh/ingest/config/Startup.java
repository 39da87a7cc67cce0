package io.wavemesh.ingest.config;

import io.quarkus.runtime.StartupEvent;
import io.wavemesh.contracts.TrainingEvent;
import io.wavemesh.ingest.domain.SubmitSubject;
import io.wavemesh.ingest.kafka.BacklogWatch;
import io.wavemesh.ingest.kafka.ErasureFeed;
import io.wavemesh.ingest.kafka.Housekeeping;
import io.wavemesh.messaging.CompactedTopicReader;
import io.wavemesh.messaging.TopicHeartbeat;
import io.wavemesh.messaging.TopicSetup;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

/** Begins the work that no request begins. */
@ApplicationScoped
class Startup {
    /** Naming the use case here makes wrong settings end the start, not the first request. */
    void begin(
            @Observes StartupEvent event,
            TopicSetup topics,
            CompactedTopicReader<TrainingEvent> statusReader,
            Housekeeping housekeeping,
            BacklogWatch backlog,
            ErasureFeed erasures,
            TopicHeartbeat heartbeat,
            SubmitSubject submit) {
        topics.start();
        erasures.start();
        statusReader.start();
        housekeeping.start();
        backlog.start();
        heartbeat.start();
    }
}
