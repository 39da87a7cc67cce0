package io.wavemesh.ingest.kafka;

import static io.wavemesh.ingest.domain.EventMother.event;
import static org.assertj.core.api.Assertions.assertThat;

import io.wavemesh.broker.BrokerSettings;
import io.wavemesh.broker.EmbeddedKafka;
import io.wavemesh.contracts.JobId;
import io.wavemesh.contracts.JobState;
import io.wavemesh.contracts.SubjectId;
import io.wavemesh.contracts.Topics;
import io.wavemesh.contracts.TrainingEvent;
import io.wavemesh.ingest.TestMesh;
import io.wavemesh.ingest.domain.EraseTraces;
import io.wavemesh.ingest.domain.Erasures;
import io.wavemesh.ingest.domain.InMemorySubjectStore;
import io.wavemesh.ingest.domain.SubjectStatuses;
import io.wavemesh.messaging.BrokerConnection;
import io.wavemesh.messaging.CompactedTopicReader;
import io.wavemesh.messaging.EventPublisher;
import io.wavemesh.messaging.TopicSetup;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a new process knows of the jobs of an earlier one. */
class RestartIT {
    private static final Topics TOPICS = new Topics("");

    @TempDir
    Path folder;

    @Test
    void rebuildsTheStatesFromTheTopic() throws Exception {
        try (EmbeddedKafka broker = new EmbeddedKafka(BrokerSettings.in(folder)).start()) {
            BrokerConnection connection = BrokerConnection.to(broker.bootstrapServers());
            try (TopicSetup setup = new TopicSetup(connection, TOPICS.all())) {
                setup.start();
                TestMesh.eventually("topics exist", setup::isDone);
            }
            try (EventPublisher events = new EventPublisher(connection, "/wavemesh/ingest", Duration.ofSeconds(20))) {
                KafkaTrainingJobPublisher publisher = new KafkaTrainingJobPublisher(events, TOPICS);
                publisher.event(event(1, JobState.QUEUED, 0));
                publisher.event(event(1, JobState.SUCCEEDED, 1));
                publisher.event(event(2, JobState.RUNNING, 5));
                publisher.event(event(3, JobState.RUNNING, 5));
                publisher.forget(new JobId("job-3"));
                SubjectStatuses statuses = new SubjectStatuses(10);
                Erasures erasures = new Erasures(
                        new EraseTraces(new InMemorySubjectStore(), publisher, Clock.systemUTC()),
                        statuses,
                        new Erasures.Times(Duration.ofHours(1), Duration.ofHours(1)),
                        System::nanoTime);

                try (CompactedTopicReader<TrainingEvent> reader = new CompactedTopicReader<>(
                        connection, TOPICS.trainingEvents(), TrainingEvent.class, new StatusFeed(statuses, erasures))) {
                    reader.start();
                    assertThat(reader.awaitCaughtUp(Duration.ofSeconds(30))).isTrue();
                }

                assertThat(statuses.size()).isEqualTo(2);
                assertThat(statuses.find(new SubjectId("sub-1"))).contains(event(1, JobState.SUCCEEDED, 1));
                assertThat(statuses.find(new SubjectId("sub-2"))).contains(event(2, JobState.RUNNING, 5));
            }
        }
    }
}
