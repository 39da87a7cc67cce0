package io.wavemesh.trainer;

import static io.wavemesh.trainer.Seen.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import io.wavemesh.contracts.BaseModelId;
import io.wavemesh.contracts.JobState;
import io.wavemesh.contracts.Topics;
import io.wavemesh.contracts.TrainingEvent;
import io.wavemesh.contracts.TrainingJob;
import io.wavemesh.contracts.store.FileObjectStore;
import io.wavemesh.contracts.store.ObjectStore;
import io.wavemesh.device.DeviceReading;
import io.wavemesh.device.DeviceWatch;
import io.wavemesh.messaging.BrokerConnection;
import io.wavemesh.messaging.CompactedTopicReader;
import io.wavemesh.messaging.EventPublisher;
import io.wavemesh.tracing.Tracing;
import io.wavemesh.trainer.config.TrainerConfig;
import io.wavemesh.trainer.domain.BaseModel;
import io.wavemesh.trainer.domain.Checkpoints;
import io.wavemesh.trainer.domain.SubjectTrainer;
import io.wavemesh.trainer.domain.TrainerResult;
import io.wavemesh.trainer.domain.TrainingWatch;
import io.wavemesh.trainer.domain.Workplace;
import io.wavemesh.trainer.metrics.TrainerMetrics;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A worker on a real broker, whose training goes on until it is stopped. */
class DeviceLostIT {
    private final BrokerResource broker = new BrokerResource();
    private final Seen<TrainingEvent> events = new Seen<>();
    private final AtomicReference<Optional<String>> lost = new AtomicReference<>(Optional.empty());

    private ObjectStore store;
    private Topics topics;
    private BrokerConnection connection;
    private EventPublisher publisher;
    private Worker worker;

    @BeforeEach
    void start() {
        TrainerConfig config = config(broker.start());
        store = new FileObjectStore(config.store().root());
        topics = new Topics(config.kafka().topicPrefix().orElse(""));
        connection = BrokerConnection.to(config.kafka().bootstrapServers());
        publisher = new EventPublisher(connection, "/test", Duration.ofSeconds(10));
        TrainerMetrics metrics = new TrainerMetrics(new SimpleMeterRegistry());
        MeshParts parts = new MeshParts(config, topics, connection, publisher, metrics, store, Tracing.none());
        worker = new Worker(config, Endless::new, parts, Optional.of(new DeviceWatch(this::reading)));
        worker.start(
                failure -> {
                    throw failure;
                },
                () -> {});
    }

    @AfterEach
    void stop() {
        worker.close();
        publisher.close();
        broker.stop();
    }

    @Test
    void handsItsJobBackAndTakesNoMore() {
        eventually("jobs are taken", () -> worker.state() == Worker.State.WORKING);
        TrainingJob job = Jobs.stored(store, "handed-back", Jobs.settings(1));
        TrainingJob next = Jobs.stored(store, "not-taken", Jobs.settings(1));
        try (CompactedTopicReader<TrainingEvent> reader =
                new CompactedTopicReader<>(connection, topics.trainingEvents(), TrainingEvent.class, events)) {
            reader.start();
            publisher.publish(topics.trainingJobs(), job);
            eventually("it trains", () -> last(job).isPresent());

            lost.set(Optional.of("fallen off the bus"));
            eventually("no jobs are taken", () -> worker.state() == Worker.State.UNUSABLE);
            publisher.publish(topics.trainingJobs(), next);
            eventually(
                    "it is handed back",
                    () -> last(job).flatMap(TrainingEvent::fault).isPresent());
        }

        assertThat(last(job).orElseThrow().state()).isNotIn(JobState.FAILED, JobState.CANCELED);
        assertThat(events.of(next.messageKey())).isEmpty();
        assertThat(worker.isAlive())
                .as("a fresh process would have the same GPU")
                .isTrue();
    }

    private Optional<TrainingEvent> last(TrainingJob job) {
        List<TrainingEvent> told = events.of(job.messageKey());
        return told.isEmpty() ? Optional.empty() : Optional.of(told.get(told.size() - 1));
    }

    private DeviceReading reading() {
        return new DeviceReading(
                "NVIDIA Test",
                "GPU-1",
                "580.1",
                OptionalLong.of(80),
                OptionalLong.of(30),
                OptionalInt.empty(),
                OptionalLong.empty(),
                new TreeMap<>(),
                lost.get());
    }

    private static TrainerConfig config(Map<String, String> settings) {
        return new SmallRyeConfigBuilder()
                .addDiscoveredConverters()
                .withMapping(TrainerConfig.class)
                .withSources(new PropertiesConfigSource(settings, "test", 100))
                .build()
                .getConfigMapping(TrainerConfig.class);
    }

    private static final class Endless implements SubjectTrainer {
        @Override
        public BaseModel baseModel() {
            return new BaseModel(new BaseModelId("tiny"), "0".repeat(64));
        }

        @Override
        public TrainerResult train(TrainingJob job, Workplace place, Checkpoints checkpoints, TrainingWatch watch) {
            while (!watch.isStopped()) {
                LockSupport.parkNanos(Duration.ofMillis(5).toNanos());
            }
            return new TrainerResult.Stopped();
        }

        @Override
        public void close() {}
    }
}
