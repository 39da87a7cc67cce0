package io.wavemesh.tests.erasure;

import static org.assertj.core.api.Assertions.assertThat;

import io.wavemesh.broker.BrokerSettings;
import io.wavemesh.contracts.AdapterId;
import io.wavemesh.contracts.AdapterWeight;
import io.wavemesh.contracts.AuditEvent;
import io.wavemesh.contracts.GenerationRequest;
import io.wavemesh.contracts.GenerationResult;
import io.wavemesh.contracts.ObjectKeys;
import io.wavemesh.contracts.RequestId;
import io.wavemesh.messaging.EventPublisher;
import io.wavemesh.tests.harness.Await;
import io.wavemesh.tests.harness.HttpPeer;
import io.wavemesh.tests.harness.MeshUnderTest;
import io.wavemesh.tests.harness.Service;
import io.wavemesh.tests.harness.ServiceProcess;
import io.wavemesh.tests.harness.TopicLog;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.common.config.ConfigResource;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.io.TempDir;

/** The whole mesh learns a subject and draws it; then it is erased, and every byte that is left is searched. */
@Tag("long")
class ErasureProofIT {
    private static final String MARK = "q7x3vz9k";
    private static final String PROMPT_MARK = "w5j8hn2p";
    private static final Duration SEGMENT = Duration.ofSeconds(10);
    private static final Duration RETENTION = Duration.ofSeconds(4);
    private static final RequestId REQUEST = new RequestId("request-of-the-proof");
    private static final int SLICE = 40;

    @TempDir
    Path folder;

    @Test
    void nothingOfAnErasedSubjectIsLeftAnywhere(TestReporter report) throws Exception {
        BrokerSettings quick = BrokerSettings.in(folder.resolve("kafka"))
                .withOverrides(Map.of("log.cleaner.backoff.ms", "200", "log.retention.check.interval.ms", "500"));
        try (MeshUnderTest mesh = MeshUnderTest.in(folder, quick)) {
            ServiceProcess first = mesh.start(Service.INGEST, settings(Service.INGEST));
            ServiceProcess second = mesh.launch(Service.INGEST, settings(Service.INGEST));
            ServiceProcess trainer = mesh.launch(Service.TRAINER, settings(Service.TRAINER));
            ServiceProcess painter = mesh.launch(Service.INFERENCE, settings(Service.INFERENCE));
            HttpPeer ingest = new HttpPeer(first.address());
            HttpPeer replica = new HttpPeer(second.address());
            HttpPeer inference = new HttpPeer(painter.address());
            List.of(second, trainer, painter).forEach(ServiceProcess::awaitReady);
            MarkedSubject subject = new MarkedSubject(MARK, 3);

            Map<String, Object> queued = subject.send(ingest, "").successful().json();
            String path = "/v1/subjects/" + queued.get("subjectId");
            String job = (String) queued.get("jobId");
            Await.until("it has learned", () -> "SUCCEEDED"
                    .equals(ingest.get(path).successful().json().get("state")));
            String adapter = (String) ingest.get(path).json().get("adapterId");
            Await.until(
                    "it can draw",
                    () -> inference.get("/v1/adapters/" + adapter).status() == 200);
            String imagePath = draw(inference, adapter, subject);
            Traces traces = new Traces(folder);
            segmentsOfRequestsEndSoon(mesh);
            sendByTopic(mesh, adapter, "a duck at " + PROMPT_MARK);
            awaitResult(mesh);
            long drawn = System.nanoTime();
            Await.until("nobody can read the prompt any more", () -> TopicLog.read(
                            mesh.connection(), mesh.topics().generationRequests())
                    .isEmpty());
            Duration promptUnreadable = since(drawn);
            sendByTopic(mesh, adapter, "the next record of its partition");
            Await.until("the prompt is in no file", () -> traces.of(PROMPT_MARK).isEmpty());
            Duration promptGone = since(drawn);
            byte[] weights = slice(mesh, ObjectKeys.adapterFile(new AdapterId(adapter), ObjectKeys.ADAPTER_WEIGHTS));
            byte[] image = slice(mesh, ObjectKeys.image(REQUEST, 0));
            assertThat(traces.of(MARK)).anyMatch(f -> f.startsWith("store/subjects/"));
            assertThat(traces.of(MARK)).anyMatch(f -> f.startsWith("kafka/training-events-"));
            assertThat(traces.of(MARK)).anyMatch(f -> f.startsWith("kafka/adapters-"));
            assertThat(traces.of(MarkedSubject.pictureSlice())).isNotEmpty();
            assertThat(traces.of(weights)).isNotEmpty();

            long asked = System.nanoTime();
            assertThat(ingest.delete(path).status()).isEqualTo(204);
            Duration answered = since(asked);

            assertThat(ingest.get(path).status()).isEqualTo(404);
            Await.until("the other replica forgot it", () -> replica.get(path).status() == 404);
            Await.until(
                    "inference forgot it",
                    () -> inference.get("/v1/adapters/" + adapter).status() == 404);
            Duration forgotten = since(asked);
            assertThat(inference.get(imagePath).status()).isEqualTo(404);
            assertThat(inference
                            .post("/v1/images/generations", body(adapter, subject, "b64_json"))
                            .status())
                    .isEqualTo(404);
            for (byte[] gone : List.of(MarkedSubject.pictureSlice(), weights, image)) {
                assertThat(traces.of(gone)).isEmpty();
            }
            Await.until("no word of it is left", () -> traces.of(MARK).isEmpty());
            Duration words = since(asked);
            Await.until(
                    "no name of it is left where nothing is kept by time",
                    () -> traces.of(job).stream().noneMatch(ErasureProofIT::isCompacted)
                            && traces.of(adapter).stream().noneMatch(ErasureProofIT::isCompacted));
            Duration names = since(asked);
            Await.until(
                    "the audit says that it is done",
                    () -> TopicLog.of(mesh.connection(), mesh.topics().audit(), job, AuditEvent.class).stream()
                            .anyMatch(event -> event.action() == AuditEvent.Action.ERASURE_DONE));

            assertThat(mesh.store().list("idempotency/")).hasSize(1).allMatch(key -> key.endsWith("/erased"));
            for (String kept : List.of("subjects/", "checkpoints/", "adapters/", "jobs/", "drawings/")) {
                assertThat(mesh.store().list(kept)).as(kept).isEmpty();
            }
            assertThat(traces.of(PROMPT_MARK)).isEmpty();
            assertThat(subject.send(replica, "").status()).isEqualTo(409);
            assertThat(ingest.delete(path).status()).isEqualTo(204);
            for (ServiceProcess service : mesh.services()) {
                assertThat(new HttpPeer(service.address()).get("/q/metrics").text())
                        .doesNotContain(MARK, job, adapter);
            }
            assertThat(traces.of(MARK)).isEmpty();
            report.publishEntry(Map.of(
                    "answer ms", Long.toString(answered.toMillis()),
                    "prompt unreadable after its answer ms", Long.toString(promptUnreadable.toMillis()),
                    "prompt in no file after its answer ms", Long.toString(promptGone.toMillis()),
                    "forgotten by every replica ms", Long.toString(forgotten.toMillis()),
                    "no word in any file ms", Long.toString(words.toMillis()),
                    "no name in compacted topics ms", Long.toString(names.toMillis()),
                    "segment.ms + delete.retention.ms",
                            Long.toString(SEGMENT.plus(RETENTION).toMillis())));
        }
    }

    /** Draws with the adapter in every way of HTTP; the path of the image that is stored. */
    private static String draw(HttpPeer inference, String adapter, MarkedSubject subject) throws Exception {
        inference
                .post("/v1/images/generations", body(adapter, subject, "b64_json"))
                .successful();
        String queued = (String) inference
                .post("/v1/images/jobs", body(adapter, subject, "b64_json"))
                .successful()
                .json()
                .get("id");
        Await.until("the job has ended", () -> "succeeded"
                .equals(inference.get("/v1/images/jobs/" + queued).json().get("state")));
        Map<?, ?> stored = (Map<?, ?>) ((List<?>) inference
                        .post("/v1/images/generations", body(adapter, subject, "url"))
                        .successful()
                        .json()
                        .get("data"))
                .get(0);
        String url = (String) stored.get("url");
        String path = url.substring(url.indexOf("/v1/"));
        assertThat(inference.get(path).status()).isEqualTo(200);
        return path;
    }

    private static void segmentsOfRequestsEndSoon(MeshUnderTest mesh) throws Exception {
        ConfigResource topic = new ConfigResource(
                ConfigResource.Type.TOPIC, mesh.topics().generationRequests().name());
        List<AlterConfigOp> settings = Map.of("segment.ms", "1", "file.delete.delay.ms", "100").entrySet().stream()
                .map(set -> new AlterConfigOp(new ConfigEntry(set.getKey(), set.getValue()), AlterConfigOp.OpType.SET))
                .toList();
        try (Admin admin = mesh.connection().admin("test")) {
            admin.incrementalAlterConfigs(Map.of(topic, settings)).all().get();
        }
    }

    private static void sendByTopic(MeshUnderTest mesh, String adapter, String prompt) {
        GenerationRequest request = new GenerationRequest(
                1,
                REQUEST,
                Optional.empty(),
                prompt,
                Optional.empty(),
                List.of(new AdapterWeight(new AdapterId(adapter), 1)),
                Optional.of(5L),
                Optional.of(2),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.of(64),
                Optional.of(64),
                1,
                Instant.now());
        try (EventPublisher publisher = new EventPublisher(mesh.connection(), "/test", Duration.ofSeconds(20))) {
            publisher.publish(mesh.topics().generationRequests(), request);
        }
    }

    private static void awaitResult(MeshUnderTest mesh) {
        Await.until(
                "it is drawn", () -> TopicLog.of(
                                mesh.connection(),
                                mesh.topics().generationResults(),
                                REQUEST.value(),
                                GenerationResult.class)
                        .stream()
                        .anyMatch(result -> result.state() == GenerationResult.State.SUCCEEDED));
    }

    private static String body(String adapter, MarkedSubject subject, String format) {
        return "{\"prompt\":\"" + subject.token() + " drawn " + MARK + "\",\"negative_prompt\":\"" + MARK
                + "\",\"seed\":3,\"size\":\"64x64\",\"steps\":2,\"response_format\":\"" + format
                + "\",\"adapters\":[{\"id\":\"" + adapter + "\",\"weight\":1}]}";
    }

    /** Some bytes from the middle of a stored object. */
    private static byte[] slice(MeshUnderTest mesh, String key) {
        byte[] content = mesh.store().find(key, 1 << 26).orElseThrow();
        int middle = content.length / 2;
        return Arrays.copyOfRange(content, middle, middle + SLICE);
    }

    private static boolean isCompacted(String file) {
        return file.startsWith("kafka/training-events-") || file.startsWith("kafka/adapters-");
    }

    private static Duration since(long nanos) {
        return Duration.ofNanos(System.nanoTime() - nanos);
    }

    private static Map<String, String> settings(Service service) {
        Map<String, String> compacted = Map.of(
                service.prefix() + ".kafka.compacted-topics.segment-time", SEGMENT.toMillis() + "ms",
                service.prefix() + ".kafka.compacted-topics.delete-retention", RETENTION.toMillis() + "ms");
        if (service != Service.INGEST) {
            return compacted;
        }
        Map<String, String> all = new java.util.HashMap<>(compacted);
        all.put("ingest.erasure.settle", "3s");
        all.put("ingest.backlog.trim-interval", "1s");
        all.put("ingest.erasure.takeover", "1s");
        return all;
    }
}
