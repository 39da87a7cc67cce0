package io.wavemesh.trainer;

import static io.wavemesh.trainer.Seen.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import io.wavemesh.broker.SecuredKafka;
import io.wavemesh.contracts.AdapterAnnouncement;
import io.wavemesh.contracts.BaseModelId;
import io.wavemesh.contracts.JobState;
import io.wavemesh.contracts.ObjectRef;
import io.wavemesh.contracts.RetryableException;
import io.wavemesh.contracts.Topics;
import io.wavemesh.contracts.TrainingEvent;
import io.wavemesh.contracts.TrainingJob;
import io.wavemesh.contracts.TrainingMethod;
import io.wavemesh.contracts.store.FileObjectStore;
import io.wavemesh.contracts.store.ObjectStore;
import io.wavemesh.contracts.store.Sha256;
import io.wavemesh.messaging.AccessRule;
import io.wavemesh.messaging.AccessRule.Needed;
import io.wavemesh.messaging.AccessRule.Resource;
import io.wavemesh.messaging.BrokerConnection;
import io.wavemesh.messaging.CompactedTopicReader;
import io.wavemesh.messaging.EventPublisher;
import io.wavemesh.testkit.quarkus.LogLines;
import io.wavemesh.tracing.Tracing;
import io.wavemesh.trainer.config.TrainerConfig;
import io.wavemesh.trainer.domain.BaseModel;
import io.wavemesh.trainer.domain.Checkpoints;
import io.wavemesh.trainer.domain.SubjectTrainer;
import io.wavemesh.trainer.domain.TrainedAdapter;
import io.wavemesh.trainer.domain.TrainerResult;
import io.wavemesh.trainer.domain.TrainingWatch;
import io.wavemesh.trainer.domain.Workplace;
import io.wavemesh.trainer.metrics.TrainerMetrics;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.config.ConfigResource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A worker by TLS and SCRAM on a broker with the standard authorizer: the listed rights are enough, and without any one of
 * them it says what is missing, and goes on when it is there.
 */
class KafkaAccessIT {
    private static final Topics TOPICS = new Topics("it.");
    private static final String USER = "wavemesh-trainer";
    private static final Duration LIMIT = Duration.ofSeconds(10);

    private static final String FURTHER = "comes-further";

    private static final Map<String, String> SETTINGS = new HashMap<>();

    @TempDir
    private static Path folder;

    private static SecuredKafka kafka;
    private static TrainerConfig config;
    private static ObjectStore store;
    private static BrokerConnection connection;
    private static BrokerConnection owner;
    private static EventPublisher others;

    private final Seen<TrainingEvent> events = new Seen<>();
    private final Seen<AdapterAnnouncement> adapters = new Seen<>();
    private final Seen<TrainingJob> dead = new Seen<>();
    private final LogLines log = LogLines.begin();
    private List<CompactedTopicReader<?>> readers;
    private Worker worker;

    @BeforeAll
    static void startBroker() {
        kafka = SecuredKafka.start(folder);
        SETTINGS.putAll(
                kafka.user(USER, bindings(AccessRule.of(AccessRule.Service.TRAINER, Needed.ALWAYS)), "trainer"));
        SETTINGS.put("trainer.kafka.topic-prefix", TOPICS.prefix());
        SETTINGS.put("trainer.kafka.attempts", "9");
        SETTINGS.put("trainer.kafka.shutdown-grace", "2s");
        SETTINGS.put("trainer.store.root", folder.resolve("store").toString());
        SETTINGS.put("trainer.engine.work-folder", folder.resolve("work").toString());
        SETTINGS.put("trainer.model.path", ".");
        config = configOf(Map.of());
        store = new FileObjectStore(folder.resolve("store"));
        connection = new Wiring().connection(config);
        owner = BrokerConnection.to(kafka.ownerServers());
        others = new EventPublisher(owner, "/test", LIMIT);
        setUp();
    }

    private static TrainerConfig configOf(Map<String, String> others) {
        return new SmallRyeConfigBuilder()
                .addDiscoveredConverters()
                .withMapping(TrainerConfig.class)
                .withSources(
                        new PropertiesConfigSource(SETTINGS, "test", 100),
                        new PropertiesConfigSource(others, "others", 200))
                .build()
                .getConfigMapping(TrainerConfig.class);
    }

    /** The first worker of a mesh makes topics and group settings; it needs more rights than those after it. */
    private static void setUp() {
        List<AclBinding> more = bindings(AccessRule.of(AccessRule.Service.TRAINER, Needed.SETUP));
        kafka.owner().grant(more);
        Worker first = startWorker();
        eventually("jobs are taken", () -> first.state() == Worker.State.WORKING);
        // The group's settings are made by the queue's own thread.
        eventually("the group is set up", () -> hasGroupSettings());
        first.close();
        kafka.owner().revoke(more);
    }

    private static boolean hasGroupSettings() {
        ConfigResource group =
                new ConfigResource(ConfigResource.Type.GROUP, config.kafka().groupId());
        try {
            return kafka.owner()
                    .admin()
                    .describeConfigs(List.of(group))
                    .all()
                    .get()
                    .get(group)
                    .get("share.auto.offset.reset")
                    .value()
                    .equals("earliest");
        } catch (InterruptedException | ExecutionException e) {
            throw new AssertionError(e);
        }
    }

    @AfterAll
    static void stopBroker() {
        others.close();
        kafka.close();
    }

    @BeforeEach
    void watch() {
        readers = List.of(
                new CompactedTopicReader<>(owner, TOPICS.trainingEvents(), TrainingEvent.class, events),
                new CompactedTopicReader<>(owner, TOPICS.adapters(), AdapterAnnouncement.class, adapters),
                new CompactedTopicReader<>(owner, TOPICS.deadLetters(TOPICS.trainingJobs()), TrainingJob.class, dead));
        readers.forEach(CompactedTopicReader::start);
    }

    @AfterEach
    void stop() {
        worker.close();
        log.close();
        readers.forEach(CompactedTopicReader::close);
    }

    @Test
    void worksWithExactlyTheseRights() {
        worker = startWorker();
        send("enough");

        worksOn("enough");
    }

    static Stream<AccessRule> rules() {
        return AccessRule.of(AccessRule.Service.TRAINER, Needed.ALWAYS).stream()
                .filter(rule -> !isForSendingAgain(rule));
    }

    private static boolean isForSendingAgain(AccessRule rule) {
        return rule.name().equals("training-jobs") && rule.operation().equals("Write");
    }

    @Test
    void sendsAJobAgainThatCameFurtherOnceItMay() {
        List<AclBinding> right = bindings(AccessRule.of(AccessRule.Service.TRAINER, Needed.ALWAYS).stream()
                .filter(KafkaAccessIT::isForSendingAgain)
                .toList());
        assertThat(right).hasSize(1);
        kafka.owner().revoke(right);
        try {
            worker = startWorker(configOf(Map.of("trainer.kafka.attempts", "1")));
            others.publish(TOPICS.trainingJobs(), Jobs.stored(store, FURTHER, Jobs.settings(5)));
            eventually(
                    "it says so",
                    () -> log.contain("Not authorized", TOPICS.trainingJobs().name()));
            assertThat(dead.of(FURTHER)).isEmpty();
        } finally {
            kafka.owner().grant(right);
        }

        eventually("it is sent again, and put aside as it comes no further", () -> !dead.of(FURTHER)
                .isEmpty());
    }

    @ParameterizedTest
    @MethodSource("rules")
    void saysWhatIsMissingAndGoesOnOnceItIsThere(AccessRule rule) {
        List<AclBinding> right = bindings(List.of(rule));
        String job = "without-" + rule.name() + "-" + rule.operation();
        kafka.owner().revoke(right);
        try {
            worker = startWorker();
            send(job);
            String name = rule.resource() == Resource.TOPIC ? TOPICS.prefix() + rule.name() : rule.name();
            eventually("it says so", () -> log.contain("uthoriz", name));
            assertThat(events.of(job).stream().anyMatch(event -> event.state() == JobState.SUCCEEDED)
                            && !dead.of("bad-" + job).isEmpty()
                            && worker.isServed())
                    .isFalse();
        } finally {
            kafka.owner().grant(right);
        }

        worksOn(job);
    }

    private static Worker startWorker() {
        return startWorker(config);
    }

    private static Worker startWorker(TrainerConfig config) {
        EventPublisher publisher = new EventPublisher(connection, "/wavemesh/trainer", LIMIT);
        MeshParts parts = new MeshParts(
                config,
                TOPICS,
                connection,
                publisher,
                new TrainerMetrics(new SimpleMeterRegistry()),
                store,
                Tracing.none());
        Worker started = new Worker(config, Quick::new, parts, Optional.empty());
        started.start(
                failure -> {
                    throw failure;
                },
                () -> {});
        return started;
    }

    /** A job that can be done, and one that nobody can work on. */
    private void send(String id) {
        others.publish(TOPICS.trainingJobs(), Jobs.stored(store, id, Jobs.settings(1)));
        byte[] png = Jobs.png(3);
        String key = "subjects/subject-bad-" + id + "/pictures/a.png";
        store.put(key, png);
        ObjectRef wrong = new ObjectRef(key, Sha256.of(new byte[1]), png.length);
        others.publish(
                TOPICS.trainingJobs(),
                Jobs.job("bad-" + id, Jobs.settings(1), Optional.empty(), List.of(Jobs.refTo(wrong))));
    }

    private void worksOn(String id) {
        eventually("jobs are taken", () -> worker.state() == Worker.State.WORKING && worker.isServed());
        eventually("it succeeded", () -> events.of(id).stream().anyMatch(event -> event.state() == JobState.SUCCEEDED));
        eventually("the adapter is announced", () -> events.of(id).stream()
                .flatMap(event -> event.adapterId().stream())
                .anyMatch(adapter -> !adapters.of(adapter.value()).isEmpty()));
        eventually("the other one is put aside", () -> !dead.of("bad-" + id).isEmpty());
    }

    private static List<AclBinding> bindings(List<AccessRule> rules) {
        return rules.stream().map(rule -> rule.binding(USER, TOPICS.prefix())).toList();
    }

    /** Learns at once. */
    private static final class Quick implements SubjectTrainer {
        @Override
        public BaseModel baseModel() {
            return new BaseModel(new BaseModelId("tiny"), "0".repeat(64));
        }

        @Override
        public TrainerResult train(TrainingJob job, Workplace place, Checkpoints checkpoints, TrainingWatch watch) {
            if (job.jobId().value().equals(FURTHER)) {
                checkpoints.save(1, new byte[] {1});
                throw new RetryableException("cannot go on");
            }
            try {
                return new TrainerResult.Learned(new TrainedAdapter(
                        Files.writeString(
                                Files.createDirectories(place.output()).resolve("config"), "{}"),
                        Files.writeString(
                                place.output().resolve("weights"), job.jobId().value()),
                        "0".repeat(64),
                        TrainingMethod.WAVEFT,
                        Optional.of("db1"),
                        1,
                        Map.of(),
                        Map.of(),
                        0.5,
                        Duration.ofMillis(1)));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public void close() {}
    }
}
