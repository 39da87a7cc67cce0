package io.wavemesh.ingest.resource;

import static io.restassured.RestAssured.get;
import static io.restassured.RestAssured.given;
import static io.wavemesh.ingest.TestMesh.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import io.wavemesh.broker.SecuredKafka;
import io.wavemesh.contracts.AdapterId;
import io.wavemesh.contracts.JobControl;
import io.wavemesh.contracts.JobId;
import io.wavemesh.contracts.JobLife;
import io.wavemesh.contracts.RetryableException;
import io.wavemesh.contracts.Topics;
import io.wavemesh.contracts.TrainingEvent;
import io.wavemesh.ingest.TestImages;
import io.wavemesh.ingest.TestMesh;
import io.wavemesh.ingest.config.IngestConfig;
import io.wavemesh.ingest.metrics.BacklogMetrics;
import io.wavemesh.messaging.AccessRule;
import io.wavemesh.messaging.BrokerConnection;
import io.wavemesh.messaging.QueueContents;
import io.wavemesh.messaging.ShareGroups;
import io.wavemesh.messaging.ShareQueueSettings;
import io.wavemesh.testkit.quarkus.LogLines;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaShareConsumer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jboss.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * The whole service by TLS and SCRAM on a broker with the standard authorizer: the listed rights are enough; without any
 * one of them it answers 503 or is not ready, its log says what is missing, and it goes on when it is there.
 */
@QuarkusTest
@TestProfile(KafkaAccessIT.Secured.class)
class KafkaAccessIT {
    /** A broker of its own. */
    public static final class Secured implements QuarkusTestProfile {
        @Override
        public boolean disableGlobalTestResources() {
            return true;
        }

        @Override
        public List<TestResourceEntry> testResources() {
            return List.of(new TestResourceEntry(SecuredMeshResource.class));
        }
    }

    private static final Logger LOG = Logger.getLogger(KafkaAccessIT.class);

    SecuredKafka kafka;

    @Inject
    BrokerConnection connection;

    @Inject
    IngestConfig config;

    @Inject
    MeterRegistry registry;

    private TestMesh mesh;

    @BeforeEach
    void setUpOnce() throws Exception {
        eventually("ready", () -> get("/q/health/ready").statusCode() == 200);
        kafka.owner()
                .revoke(AccessRule.of(AccessRule.Service.INGEST, AccessRule.Needed.SETUP).stream()
                        .map(SecuredMeshResource::right)
                        .toList());
        mesh = new TestMesh(kafka.ownerServers());
    }

    @AfterEach
    void disconnect() {
        mesh.close();
    }

    @Test
    void worksWithExactlyTheseRights() throws Exception {
        assertThat(registry.find(BacklogMetrics.DEAD_LETTERS).gauges()).hasSize(2);
        eventually("everything works", () -> faults().isEmpty());
    }

    @Test
    void saysWhatIsMissingAndGoesOnOnceItIsThere() throws Exception {
        for (AccessRule rule : AccessRule.of(AccessRule.Service.INGEST, AccessRule.Needed.ALWAYS)) {
            try (LogLines log = LogLines.begin()) {
                kafka.owner().revoke(List.of(SecuredMeshResource.right(rule)));
                eventually("it fails without " + rule, () -> !faults().isEmpty());
                eventually("it says so: " + rule, () -> log.contain("uthoriz", name(rule)));
            } finally {
                kafka.owner().grant(List.of(SecuredMeshResource.right(rule)));
            }
            eventually("it works again with " + rule, () -> faults().isEmpty());
        }
    }

    @Test
    void removesAnsweredRequestsOnlyByTheRightToDelete() throws Exception {
        Counter removed = registry.get(BacklogMetrics.REMOVED_REQUESTS).counter();
        answerARequest();
        eventually("it is removed", () -> removed.count() > 0);
        double before = removed.count();

        kafka.owner().grant(List.of(SecuredMeshResource.right(onRequests("Describe"))));
        kafka.owner().revoke(List.of(SecuredMeshResource.right(onRequests("Delete"))));
        try (LogLines log = LogLines.begin()) {
            answerARequest();
            eventually(
                    "it says what is missing",
                    () -> log.contain("answered requests", "generation-requests-", "uthoriz"));
        } finally {
            kafka.owner().grant(List.of(SecuredMeshResource.right(onRequests("Delete"))));
            kafka.owner().revoke(List.of(SecuredMeshResource.right(onRequests("Describe"))));
        }
        eventually("it is removed too", () -> removed.count() > before);
    }

    private static AccessRule onRequests(String operation) {
        return new AccessRule(
                AccessRule.Service.INGEST,
                AccessRule.Resource.TOPIC,
                "generation-requests",
                operation,
                AccessRule.Needed.ALWAYS,
                "test");
    }

    /** As inference would. */
    private void answerARequest() throws Exception {
        String group = config.backlog().groupId();
        Topics.Topic requests = MeshCase.TOPICS.generationRequests();
        Duration limit = Duration.ofSeconds(20);
        new ShareGroups(BrokerConnection.to(kafka.ownerServers()))
                .configure(new ShareQueueSettings(group, requests, limit, 3, limit, limit, limit), limit);
        mesh.send(requests, new JobControl(1, new JobId("request"), JobControl.Action.CANCEL, Instant.now()));
        Map<String, Object> settings = Map.of(
                ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, kafka.ownerServers(), ConsumerConfig.GROUP_ID_CONFIG, group);
        try (KafkaShareConsumer<byte[], byte[]> inference =
                new KafkaShareConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            inference.subscribe(List.of(requests.name()));
            eventually(
                    "it is taken", () -> !inference.poll(Duration.ofMillis(200)).isEmpty());
            assertThat(inference.commitSync())
                    .allSatisfy((partition, fault) -> assertThat(fault).isEmpty());
        }
    }

    /** What goes wrong on the ways of two subjects through the service: one is canceled, one trained, both are erased. */
    private List<String> faults() throws Exception {
        List<String> faults = new ArrayList<>();
        Response canceled = submit();
        note(faults, "submit", canceled, 202);
        if (canceled.statusCode() == 202) {
            String subject = "/v1/subjects/" + canceled.path("subjectId");
            note(faults, "cancel", given().post(subject + "/cancel"), 202);
            note(faults, "erase", given().delete(subject), 204);
        }
        Response trained = submit();
        note(faults, "submit", trained, 202);
        if (trained.statusCode() == 202) {
            String subject = "/v1/subjects/" + trained.path("subjectId");
            train(trained.path("jobId"));
            if (!isTrained(subject)) {
                faults.add("the end of a job is not heard of");
            }
            note(faults, "erase a trained one", given().delete(subject), 204);
        }
        try {
            new QueueContents(connection, config.recovery().groupId(), MeshCase.TOPICS.trainingJobs())
                    .missing(Set.of("nobody"), Duration.ofSeconds(10));
        } catch (RetryableException e) {
            LOG.warn(e.getMessage());
            faults.add("look for lost jobs: " + e.getMessage());
        }
        registry.find(BacklogMetrics.DEAD_LETTERS).gauges().forEach(gauge -> noteUnknown(faults, gauge));
        noteUnknown(faults, registry.get(BacklogMetrics.IMAGE_REQUESTS).gauge());
        note(faults, "ready", get("/q/health/ready"), 200);
        return faults;
    }

    private static String name(AccessRule rule) {
        return rule.resource() == AccessRule.Resource.TOPIC ? MeshCase.TOPICS.prefix() + rule.name() : rule.name();
    }

    private static Response submit() {
        return given().header("Idempotency-Key", UUID.randomUUID())
                .multiPart("images", "a.png", TestImages.png(1))
                .multiPart("class_noun", "dog")
                .post("/v1/subjects");
    }

    private void train(String job) {
        TrainingEvent queued = mesh.messages(MeshCase.TOPICS.trainingEvents(), job, TrainingEvent.class)
                .get(0);
        JobLife.Running running = ((JobLife.Queued) JobLife.of(queued)).start(1, Instant.now());
        mesh.send(
                MeshCase.TOPICS.trainingEvents(),
                running.succeed(new AdapterId("ada-" + job), Instant.now()).event());
    }

    private static boolean isTrained(String subject) {
        for (int i = 0; i < 100; i++) {
            if (get(subject).jsonPath().getString("state").equals("SUCCEEDED")) {
                return true;
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
        }
        return false;
    }

    private static void noteUnknown(List<String> faults, Gauge gauge) {
        if (Double.isNaN(gauge.value())) {
            faults.add("count: " + gauge.getId());
        }
    }

    private static void note(List<String> faults, String what, Response answer, int expected) {
        if (answer.statusCode() != expected) {
            faults.add(what + ": " + answer.statusCode());
            assertThat(answer.asString()).doesNotContain("Not authorized");
        }
    }
}
