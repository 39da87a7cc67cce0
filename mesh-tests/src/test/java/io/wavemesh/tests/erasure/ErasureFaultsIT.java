package io.wavemesh.tests.erasure;

import static org.assertj.core.api.Assertions.assertThat;

import io.wavemesh.contracts.AdapterAnnouncement;
import io.wavemesh.contracts.AdapterId;
import io.wavemesh.contracts.AuditEvent;
import io.wavemesh.contracts.BaseModelId;
import io.wavemesh.contracts.JobId;
import io.wavemesh.contracts.ObjectKeys;
import io.wavemesh.contracts.ObjectRef;
import io.wavemesh.contracts.SubjectId;
import io.wavemesh.contracts.Topics;
import io.wavemesh.contracts.TrainingMethod;
import io.wavemesh.messaging.DeadLetter;
import io.wavemesh.messaging.DeadLetterBox;
import io.wavemesh.messaging.EventPublisher;
import io.wavemesh.tests.harness.Await;
import io.wavemesh.tests.harness.HttpPeer;
import io.wavemesh.tests.harness.MeshUnderTest;
import io.wavemesh.tests.harness.Service;
import io.wavemesh.tests.harness.ServiceProcess;
import io.wavemesh.tests.harness.TopicLog;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Erasures in the middle of which something dies or is away. */
@Tag("long")
class ErasureFaultsIT {
    private static final String MARK = "h4m8tq2y";
    private static final int MANY_STEPS = 2000;

    @TempDir
    Path folder;

    @Test
    void erasedWhileQueuedItIsNeverTrained() throws Exception {
        try (MeshUnderTest mesh = MeshUnderTest.in(folder)) {
            HttpPeer ingest = ingest(mesh);
            Sent sent = send(ingest, 3);

            assertThat(ingest.delete(sent.path()).status()).isEqualTo(204);
            trainer(mesh);

            awaitDone(mesh, sent);
            assertThat(statesAfterErasure(mesh, sent)).isEmpty();
            assertNothingIsStored(mesh);
        }
    }

    @Test
    void erasedWhileItIsTrainedByATrainerThatDies() throws Exception {
        try (MeshUnderTest mesh = MeshUnderTest.in(folder)) {
            HttpPeer ingest = ingest(mesh);
            ServiceProcess first = trainer(mesh);
            Sent sent = send(ingest, MANY_STEPS);
            awaitTraining(ingest, sent);
            Await.until(
                    "there is a checkpoint",
                    () -> !mesh.store().list(ObjectKeys.checkpoints(sent.job())).isEmpty());
            first.kill();
            assertThat(new Traces(folder).of(MarkedSubject.pictureSlice())).anyMatch(file -> file.startsWith("work/"));

            assertThat(ingest.delete(sent.path()).status()).isEqualTo(204);
            trainer(mesh);

            awaitDone(mesh, sent);
            assertThat(statesAfterErasure(mesh, sent)).isEmpty();
            assertThat(TopicLog.read(mesh.connection(), mesh.topics().adapters()))
                    .allMatch(entry -> entry.value().isEmpty());
            assertNothingIsStored(mesh);
            assertThat(new Traces(folder).of(MarkedSubject.pictureSlice())).isEmpty();
        }
    }

    @Test
    void erasedWhileItIsTrainedTheTrainerStops() throws Exception {
        try (MeshUnderTest mesh = MeshUnderTest.in(folder)) {
            HttpPeer ingest = ingest(mesh);
            trainer(mesh);
            Sent sent = send(ingest, MANY_STEPS);
            awaitTraining(ingest, sent);

            assertThat(ingest.delete(sent.path()).status()).isEqualTo(204);

            Sent next = send(ingest, 2, "next");
            Await.until("the trainer is free for the next", () -> "SUCCEEDED"
                    .equals(ingest.get(next.path()).json().get("state")));
            assertThat(ingest.delete(next.path()).status()).isEqualTo(204);
            awaitDone(mesh, sent);
            awaitDone(mesh, next);
            assertThat(statesAfterErasure(mesh, sent)).isEmpty();
            assertNothingIsStored(mesh);
        }
    }

    @Test
    void aPromiseIsKeptByTheNextProcessWhenTheStoreWasAway() throws Exception {
        try (MeshUnderTest mesh = MeshUnderTest.in(folder)) {
            ServiceProcess first = mesh.start(Service.INGEST, settings());
            HttpPeer ingest = new HttpPeer(first.address());
            Sent sent = send(ingest, 3);
            Path away = mesh.storeFolder().resolveSibling("away");
            Files.move(mesh.storeFolder(), away);

            assertThat(ingest.delete(sent.path()).status()).isEqualTo(202);
            assertThat(ingest.get(sent.path()).status()).isEqualTo(404);
            first.kill();
            deleteRecursively(mesh.storeFolder());
            Files.move(away, mesh.storeFolder());
            assertThat(mesh.store().list("subjects/")).isNotEmpty();
            HttpPeer second = ingest(mesh);

            awaitDone(mesh, sent);
            assertThat(second.get(sent.path()).status()).isEqualTo(404);
            assertNothingIsStored(mesh);
        }
    }

    @Test
    void nothingIsPromisedWhileTheBrokersAreAway() throws Exception {
        try (MeshUnderTest mesh = MeshUnderTest.in(folder)) {
            HttpPeer ingest = ingest(mesh);
            Sent sent = send(ingest, 3);
            mesh.broker().close();

            HttpPeer.Answer refused = ingest.delete(sent.path());
            assertThat(refused.status()).isEqualTo(503);
            assertThat(refused.headers().firstValue("Retry-After")).isPresent();

            mesh.broker().start();
            Await.until("it is erased", () -> ingest.delete(sent.path()).status() == 204);
            awaitDone(mesh, sent);
            assertNothingIsStored(mesh);
        }
    }

    @Test
    void anAdapterThatIsAnnouncedAfterTheErasureIsWithdrawn() throws Exception {
        try (MeshUnderTest mesh = MeshUnderTest.in(folder)) {
            HttpPeer ingest = ingest(mesh);
            HttpPeer inference = new HttpPeer(mesh.start(Service.INFERENCE).address());
            Sent sent = send(ingest, 3);
            assertThat(ingest.delete(sent.path()).status()).isEqualTo(204);
            awaitDone(mesh, sent);

            // As a trainer does that was paused in the midst of it, and dies afterwards.
            AdapterAnnouncement late = late(mesh, sent);
            try (EventPublisher publisher = new EventPublisher(mesh.connection(), "/test", Duration.ofSeconds(20))) {
                publisher.publish(mesh.topics().adapters(), late);
            }

            Await.until("it is withdrawn", () -> {
                List<TopicLog.Entry> told = TopicLog.read(
                                mesh.connection(), mesh.topics().adapters())
                        .stream()
                        .filter(entry -> entry.key().equals(late.adapterId().value()))
                        .toList();
                return told.get(told.size() - 1).value().isEmpty();
            });
            assertThat(inference.get("/v1/adapters/" + late.adapterId()).status())
                    .isEqualTo(404);
            assertNothingIsStored(mesh);
        }
    }

    @Test
    void theDeadLetterOfAnErasedSubjectSaysNothingAndItsReplayBringsNothingBack() throws Exception {
        try (MeshUnderTest mesh = MeshUnderTest.in(folder)) {
            HttpPeer ingest = ingest(mesh);
            Sent sent = send(ingest, 3);
            String picture =
                    mesh.store().list(ObjectKeys.pictures(sent.subject())).get(0);
            Files.writeString(mesh.storeFolder().resolve(picture), "damaged");
            trainer(mesh);
            Await.until("it has failed", () -> "FAILED"
                    .equals(ingest.get(sent.path()).json().get("state")));
            Topics.Topic letters = mesh.topics().deadLetters(mesh.topics().trainingJobs());
            Await.until("there is a letter", () -> !TopicLog.read(mesh.connection(), letters)
                    .isEmpty());
            assertThat(new Traces(folder.resolve("kafka")).of(MARK)).noneMatch(file -> file.startsWith("dlq."));

            assertThat(ingest.delete(sent.path()).status()).isEqualTo(204);
            awaitDone(mesh, sent);
            replayAll(mesh);

            Await.until(
                    "the replay is worked on",
                    () -> mesh.services().stream()
                                    .map(ServiceProcess::logText)
                                    .filter(text -> text.contains("settled, disposition=DONE"))
                                    .count()
                            == 1);
            assertThat(statesAfterErasure(mesh, sent)).isEmpty();
            assertThat(ingest.get(sent.path()).status()).isEqualTo(404);
        }
    }

    private record Sent(String path, SubjectId subject, JobId job) {}

    private static Sent send(HttpPeer ingest, int steps) throws Exception {
        return send(ingest, steps, "");
    }

    private static Sent send(HttpPeer ingest, int steps, String more) throws Exception {
        Map<String, Object> queued = new MarkedSubject(MARK + more, steps)
                .send(ingest, "")
                .successful()
                .json();
        String subject = (String) queued.get("subjectId");
        return new Sent("/v1/subjects/" + subject, new SubjectId(subject), new JobId((String) queued.get("jobId")));
    }

    private static HttpPeer ingest(MeshUnderTest mesh) {
        return new HttpPeer(mesh.start(Service.INGEST, settings()).address());
    }

    private static Map<String, String> settings() {
        return Map.of(
                "ingest.erasure.settle", "3s",
                "ingest.erasure.takeover", "1s",
                "ingest.erasure.patience", "2s",
                "ingest.kafka.request-timeout", "2s");
    }

    /** Trainers of one machine share their working folder. */
    private ServiceProcess trainer(MeshUnderTest mesh) {
        return mesh.start(
                Service.TRAINER,
                Map.of(
                        "trainer.engine.work-folder",
                        folder.resolve("work").toString(),
                        "trainer.checkpoints.interval",
                        "500ms",
                        "trainer.kafka.record-lock",
                        "3s"));
    }

    private static void awaitTraining(HttpPeer ingest, Sent sent) {
        Await.until("it trains", () -> {
            Object step = ingest.get(sent.path()).json().get("step");
            return step instanceof Number number && number.intValue() > 2;
        });
    }

    private static void awaitDone(MeshUnderTest mesh, Sent sent) {
        Await.until(
                "the erasure is over",
                () ->
                        TopicLog.of(
                                        mesh.connection(),
                                        mesh.topics().audit(),
                                        sent.job().value(),
                                        AuditEvent.class)
                                .stream()
                                .anyMatch(event -> event.action() == AuditEvent.Action.ERASURE_DONE));
    }

    /** What the topic of events says of the job at the end: nothing after the last withdrawal. */
    private static List<TopicLog.Entry> statesAfterErasure(MeshUnderTest mesh, Sent sent) {
        List<TopicLog.Entry> after = new ArrayList<>();
        for (TopicLog.Entry entry :
                TopicLog.read(mesh.connection(), mesh.topics().trainingEvents())) {
            if (entry.key().equals(sent.job().value())) {
                if (entry.value().isEmpty()) {
                    after.clear();
                } else {
                    after.add(entry);
                }
            }
        }
        return after;
    }

    private static void assertNothingIsStored(MeshUnderTest mesh) {
        Await.until(
                "nothing is stored",
                () -> List.of("subjects/", "checkpoints/", "adapters/", "jobs/", "drawings/", "images/").stream()
                        .allMatch(prefix -> mesh.store().list(prefix).isEmpty()));
    }

    private static AdapterAnnouncement late(MeshUnderTest mesh, Sent sent) {
        AdapterId id = new AdapterId("ad-late");
        List<ObjectRef> files = new ArrayList<>();
        for (String name : List.of(ObjectKeys.ADAPTER_CONFIG, ObjectKeys.ADAPTER_WEIGHTS, ObjectKeys.PROVENANCE)) {
            files.add(mesh.store().put(ObjectKeys.adapterFile(id, name), new byte[] {1}));
        }
        return new AdapterAnnouncement(
                1,
                id,
                sent.job(),
                sent.subject(),
                Optional.empty(),
                new BaseModelId("nano-sdxl"),
                "0".repeat(64),
                TrainingMethod.WAVEFT,
                Optional.of("db1"),
                "tok",
                "kind",
                files.get(0),
                files.get(1),
                files.get(2),
                1,
                1,
                Optional.empty(),
                Instant.now());
    }

    private static void replayAll(MeshUnderTest mesh) {
        List<DeadLetter> letters = new ArrayList<>();
        try (DeadLetterBox box = new DeadLetterBox(mesh.connection(), mesh.topics(), Duration.ofSeconds(20))) {
            box.forEach(List.of(mesh.topics().trainingJobs()), letters::add);
            letters.forEach(box::replay);
        }
        assertThat(letters).isNotEmpty();
    }

    private static void deleteRecursively(Path path) throws Exception {
        if (Files.exists(path)) {
            try (var files = Files.walk(path)) {
                for (Path file :
                        files.sorted(java.util.Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }
    }
}
