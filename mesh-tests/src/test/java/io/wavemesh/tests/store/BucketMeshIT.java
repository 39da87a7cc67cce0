package io.wavemesh.tests.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.wavemesh.contracts.AdapterAnnouncement;
import io.wavemesh.contracts.JobId;
import io.wavemesh.contracts.JobState;
import io.wavemesh.contracts.TrainingEvent;
import io.wavemesh.contracts.store.ObjectStore;
import io.wavemesh.s3server.Fault;
import io.wavemesh.store.s3.S3ObjectStore;
import io.wavemesh.tests.harness.Await;
import io.wavemesh.tests.harness.HttpPeer;
import io.wavemesh.tests.harness.IngestClient;
import io.wavemesh.tests.harness.IngestClient.Submitted;
import io.wavemesh.tests.harness.Pictures;
import io.wavemesh.tests.harness.ServiceProcess;
import io.wavemesh.tests.harness.TopicLog;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From pictures to images with a bucket as the store, and with one that is away, slow, or tells other things. */
@Tag("long")
class BucketMeshIT {
    private static final String SETTINGS = "{\"steps\":3}";
    private static final Duration OUTAGE = Duration.ofSeconds(8);

    @TempDir
    static Path folder;

    private static BucketMesh mesh;
    private static IngestClient client;
    private static HttpPeer inference;
    private static Submitted duck;
    private static String used;
    private static String unused;

    @BeforeAll
    static void start() throws Exception {
        mesh = new BucketMesh(folder);
        client = new IngestClient(mesh.ingest.address());
        inference = new HttpPeer(mesh.inference.address());
        duck = client.submit(Pictures.DUCK, SETTINGS);
        Submitted helicopter = client.submit(Pictures.HELICOPTER, SETTINGS);
        used = adapterOf(duck);
        unused = adapterOf(helicopter);
        assertThat(draw(used).status()).isEqualTo(200);
    }

    @AfterAll
    static void stop() {
        if (mesh != null) {
            mesh.close();
        }
    }

    @AfterEach
    void mend() {
        mesh.proxy.fault(Fault.NONE);
        mesh.mesh.services().forEach(ServiceProcess::awaitReady);
    }

    @Test
    void whatShowsASubjectIsEncryptedInTheBucket() {
        try (S3ObjectStore bucket = mesh.bucket()) {
            assertEncrypted(bucket, "subjects/" + duck.subjectId() + "/pictures/", 6);
            assertEncrypted(bucket, "adapters/" + used + "/", 3);
            assertThat(bucket.list("keys/" + duck.subjectId() + "/")).hasSize(1);
        }
    }

    @Test
    void anAdapterThatCanNotBeFetchedIsAnsweredByItsCause() throws Exception {
        mesh.proxy.fault(Fault.AWAY);
        assertProblem(file(unused), 503, "store-unavailable");
        assertProblem(draw(unused), 503, "store-unavailable");
        assertThat(draw(used).status()).as("what is held is served").isEqualTo(200);

        mesh.proxy.fault(Fault.ALTERED);
        assertProblem(file(unused), 409, "adapter-invalid");
        assertProblem(draw(unused), 409, "adapter-invalid");
        assertThat(new HttpPeer(mesh.inference.address()).get("/q/metrics").text())
                .containsPattern("waveft_store_call_duration_seconds_count\\{[^}]*outcome=\"corrupt\"[^}]*} [1-9]");

        mesh.proxy.fault(Fault.TORN, 1);
        assertThat(file(unused).status()).isEqualTo(200);
        assertThat(draw(unused).status()).isEqualTo(200);

        Submitted gone = client.submit(Pictures.TULIP, SETTINGS);
        String adapter = adapterOf(gone);
        try (S3ObjectStore bucket = mesh.bucket()) {
            bucket.deletePrefix("adapters/" + adapter + "/");
        }
        assertProblem(file(adapter), 404, "adapter-not-found");
        assertProblem(draw(adapter), 404, "adapter-not-found");
    }

    @Test
    void aStoreThatIsAwayIsToldAndComesBackWithoutARestart() throws Exception {
        Map<String, String> key = Map.of("Idempotency-Key", "away-1");
        mesh.proxy.fault(Fault.AWAY);

        HttpPeer.Answer refused = client.trySubmit(Pictures.TULIP, SETTINGS, key);

        assertProblem(refused, 503, "service-unavailable");
        for (ServiceProcess service : mesh.mesh.services()) {
            Await.until(service.name() + " is not ready", () -> !service.isReady());
        }
        mesh.proxy.fault(Fault.NONE);
        mesh.mesh.services().forEach(ServiceProcess::awaitReady);
        HttpPeer.Answer accepted =
                client.trySubmit(Pictures.TULIP, SETTINGS, key).successful();
        Submitted tulip = submitted(accepted);
        Await.until("it is over", () -> client.isOver(tulip));
        assertThat(client.state(tulip)).isEqualTo(JobState.SUCCEEDED);
    }

    @Test
    void aJobOutlastsAStoreThatIsAway() throws Exception {
        mesh.trainer.pause();
        Submitted job = client.submit(Pictures.DUCK, SETTINGS);
        mesh.proxy.fault(Fault.AWAY);
        mesh.trainer.resume();
        long end = System.nanoTime() + OUTAGE.toNanos();
        Await.until("more than all tries are over", () -> System.nanoTime() > end);
        mesh.proxy.fault(Fault.NONE);

        String adapter = adapterOf(job);

        assertThat(TopicLog.read(mesh.mesh.connection(), mesh.mesh.topics().adapters()).stream()
                        .map(entry -> entry.as(AdapterAnnouncement.class))
                        .filter(announced -> announced.jobId().equals(job.job())))
                .singleElement()
                .satisfies(
                        announced -> assertThat(announced.adapterId().value()).isEqualTo(adapter));
        assertThat(events(job)).noneMatch(event -> event.state() == JobState.FAILED);
    }

    @Test
    void anAlteredPictureFailsTheJobWithItsReason() throws Exception {
        mesh.trainer.pause();
        Submitted job = client.submit(Pictures.DUCK, SETTINGS);
        mesh.proxy.fault(Fault.ALTERED);
        mesh.trainer.resume();

        Await.until("it is over", () -> client.isOver(job));
        mesh.proxy.fault(Fault.NONE);

        TrainingEvent last = events(job).get(events(job).size() - 1);
        assertThat(last.state()).isEqualTo(JobState.FAILED);
        assertThat(last.fault().orElseThrow().detail()).isNotBlank();
        assertThat(letters(job)).isNotEmpty();
        assertThat(adapterOf(client.submit(Pictures.DUCK, SETTINGS))).isNotBlank();
    }

    @Test
    void aFullStoreFailsTheJobAfterItsTriesAndNothingElse() throws Exception {
        mesh.trainer.pause();
        Submitted job = client.submit(Pictures.DUCK, SETTINGS);
        mesh.proxy.fault(Fault.FULL);
        mesh.trainer.resume();

        Await.until("it is over", () -> client.isOver(job));
        HttpPeer.Answer refused = client.trySubmit(Pictures.DUCK, SETTINGS, Map.of());
        mesh.proxy.fault(Fault.NONE);

        assertProblem(refused, 503, "service-unavailable");
        TrainingEvent last = events(job).get(events(job).size() - 1);
        assertThat(last.state()).isEqualTo(JobState.FAILED);
        assertThat(last.fault().orElseThrow().type()).isEqualTo("attempts-exhausted");
        assertThat(events(job))
                .as("each try that is followed by another says why")
                .anyMatch(event -> event.fault()
                        .filter(fault -> fault.type().equals("training-interrupted"))
                        .isPresent());
        assertThat(letters(job)).isNotEmpty();
        try (S3ObjectStore bucket = mesh.bucket()) {
            assertThat(bucket.list("checkpoints/" + job.job() + "/")).isEmpty();
        }
        assertThat(adapterOf(client.submit(Pictures.DUCK, SETTINGS))).isNotBlank();
    }

    @Test
    void erasureLeavesNoKeyInTheBucket() throws Exception {
        Submitted subject = client.submit(Pictures.TULIP, SETTINGS);
        adapterOf(subject);

        client.erase(subject).successful();

        try (S3ObjectStore bucket = mesh.bucket()) {
            Await.until("the key is destroyed", () -> bucket.list("keys/" + subject.subjectId() + "/")
                    .equals(List.of("keys/" + subject.subjectId() + "/destroyed")));
            Await.until("all is deleted", () -> bucket.list("subjects/" + subject.subjectId() + "/")
                    .isEmpty());
        }
    }

    @Test
    @Tag("long")
    void aStoreOfFiveSecondsACallOnlyTakesTime() throws Exception {
        mesh.proxy.fault(Fault.SLOW);
        int before = mesh.proxy.requests();
        long begin = System.nanoTime();

        HttpPeer.Answer accepted = client.trySubmit(Pictures.TULIP, SETTINGS, Map.of("Idempotency-Key", "slow-1"))
                .successful();
        double submitSeconds = (System.nanoTime() - begin) / 1e9;
        int submitCalls = mesh.proxy.requests() - before;
        Submitted tulip = submitted(accepted);
        Await.within(Duration.ofMinutes(8), "it is over", () -> client.isOver(tulip));

        System.out.printf(
                "5 s a call: accepted after %.0f s (about %d calls), trained after %.0f s%n",
                submitSeconds, submitCalls, (System.nanoTime() - begin) / 1e9);
        assertThat(client.state(tulip)).isEqualTo(JobState.SUCCEEDED);
    }

    private static void assertEncrypted(ObjectStore bucket, String prefix, int count) {
        List<String> keys = bucket.list(prefix);
        assertThat(keys).hasSize(count);
        for (String key : keys) {
            assertThat(bucket.find(key, 1 << 24).orElseThrow())
                    .as(key)
                    .startsWith("WMX1".getBytes(StandardCharsets.US_ASCII));
        }
    }

    private static void assertProblem(HttpPeer.Answer answer, int status, String type) {
        assertThat(answer.status()).as(answer.text()).isEqualTo(status);
        assertThat((String) answer.json().get("type")).endsWith(type);
        assertThat(answer.headers().firstValue("Retry-After").isPresent()).isEqualTo(status == 503);
        assertThat(answer.text()).doesNotContain("127.0.0.1", "s3:", "Exception");
    }

    private static List<TrainingEvent> events(Submitted job) {
        return TopicLog.of(
                mesh.mesh.connection(),
                mesh.mesh.topics().trainingEvents(),
                job.job().value(),
                TrainingEvent.class);
    }

    private static List<TopicLog.Entry> letters(Submitted job) {
        return TopicLog.read(
                        mesh.mesh.connection(),
                        mesh.mesh.topics().deadLetters(mesh.mesh.topics().trainingJobs()))
                .stream()
                .filter(letter -> letter.key().equals(job.job().value()))
                .toList();
    }

    private static Submitted submitted(HttpPeer.Answer accepted) {
        String subject = (String) accepted.json().get("subjectId");
        return new Submitted("/v1/subjects/" + subject, subject, new JobId((String)
                accepted.json().get("jobId")));
    }

    /** The adapter of a subject once it is trained and known to inference. */
    private static String adapterOf(Submitted subject) throws IOException, InterruptedException {
        Await.until("it is over", () -> client.isOver(subject));
        Map<String, Object> view = client.view(subject);
        assertThat(view.get("state")).as(view.toString()).isEqualTo("SUCCEEDED");
        String adapter = (String) view.get("adapterId");
        Await.until(
                "it is known", () -> inference.get("/v1/adapters/" + adapter).status() == 200);
        return adapter;
    }

    private static HttpPeer.Answer file(String adapter) throws IOException, InterruptedException {
        return inference.get("/v1/adapters/" + adapter + "/files/adapter_model.safetensors");
    }

    private static HttpPeer.Answer draw(String adapter) throws IOException, InterruptedException {
        return inference.post(
                "/v1/images/generations",
                "{\"prompt\":\"a zjw duck\",\"size\":\"64x64\",\"steps\":1,\"adapters\":[{\"id\":\"" + adapter
                        + "\"}]}");
    }
}
