package io.wavemesh.ingest.kafka;

import static io.wavemesh.ingest.TestMesh.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.wavemesh.broker.BrokerSettings;
import io.wavemesh.broker.EmbeddedKafka;
import io.wavemesh.contracts.JobControl;
import io.wavemesh.contracts.JobId;
import io.wavemesh.contracts.Topics;
import io.wavemesh.ingest.metrics.BacklogMetrics;
import io.wavemesh.messaging.BrokerConnection;
import io.wavemesh.messaging.DeadLetterBox;
import io.wavemesh.messaging.EventPublisher;
import io.wavemesh.messaging.TopicProvisioner;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What nobody has answered, and letters that nobody has dealt with, as meters. */
class BacklogWatchIT {
    private static final Duration LIMIT = Duration.ofSeconds(20);
    private static final Topics TOPICS = new Topics("b.");

    @TempDir
    private Path folder;

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final AtomicBoolean topicsMade = new AtomicBoolean(true);
    private EmbeddedKafka broker;
    private BrokerConnection connection;
    private BacklogWatch watch;

    @BeforeEach
    void startBroker() {
        broker = new EmbeddedKafka(BrokerSettings.in(folder)).start();
        connection = BrokerConnection.to(broker.bootstrapServers());
        new TopicProvisioner(connection).provision(TOPICS.all(), LIMIT);
        watch = new BacklogWatch(
                connection,
                TOPICS,
                topicsMade::get,
                "nobody",
                new BacklogMetrics(registry),
                Duration.ofMillis(50),
                Duration.ofSeconds(2));
    }

    @AfterEach
    void stopBroker() {
        watch.close();
        broker.close();
    }

    @Test
    void tellsHowManyRequestsAndLettersAreOpen() throws Exception {
        assertThat(requests()).isNaN();
        watch.start();
        eventually("nothing waits", () -> requests() == 0 && letters("training-jobs") == 0);

        try (EventPublisher publisher = new EventPublisher(connection, "/wavemesh/test", LIMIT)) {
            publisher.publish(TOPICS.generationRequests(), message("one"));
            publisher.publish(TOPICS.generationRequests(), message("two"));
            publisher.publish(TOPICS.deadLetters(TOPICS.trainingJobs()), message("three"));
        }
        eventually("two requests and a letter", () -> requests() == 2 && letters("training-jobs") == 1);
        assertThat(letters("generation-requests")).isZero();

        try (DeadLetterBox box = new DeadLetterBox(connection, TOPICS, LIMIT)) {
            box.forEach(List.of(TOPICS.trainingJobs()), box::drop);
        }
        eventually("no letter is open", () -> letters("training-jobs") == 0);
        assertThat(requests()).isEqualTo(2);
    }

    @Test
    void knowsNothingWithoutTopicsAndWithoutBrokers() throws Exception {
        topicsMade.set(false);
        watch.start();
        topicsMade.set(true);
        eventually("it counts", () -> requests() == 0 && letters("generation-requests") == 0);

        broker.close();

        eventually(
                "it knows that it does not know",
                () -> Double.isNaN(requests()) && Double.isNaN(letters("generation-requests")));
    }

    private double requests() {
        return registry.get(BacklogMetrics.IMAGE_REQUESTS).gauge().value();
    }

    private double letters(String topic) {
        Gauge gauge = registry.get(BacklogMetrics.DEAD_LETTERS)
                .tag(BacklogMetrics.TOPIC, topic)
                .gauge();
        return gauge.value();
    }

    private static JobControl message(String job) {
        return new JobControl(1, new JobId(job), JobControl.Action.CANCEL, Instant.parse("2026-01-02T03:04:05Z"));
    }
}
