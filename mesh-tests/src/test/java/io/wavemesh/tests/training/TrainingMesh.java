package io.wavemesh.tests.training;

import io.wavemesh.broker.BrokerSettings;
import io.wavemesh.contracts.AdapterAnnouncement;
import io.wavemesh.contracts.JobId;
import io.wavemesh.contracts.JobState;
import io.wavemesh.messaging.TopicProvisioner;
import io.wavemesh.tests.harness.IngestClient;
import io.wavemesh.tests.harness.IngestClient.Submitted;
import io.wavemesh.tests.harness.KafkaProxy;
import io.wavemesh.tests.harness.MeshUnderTest;
import io.wavemesh.tests.harness.Pictures;
import io.wavemesh.tests.harness.Service;
import io.wavemesh.tests.harness.ServiceProcess;
import io.wavemesh.tests.harness.TopicLog;
import io.wavemesh.tests.harness.TrainingLog;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A mesh of ingest and trainers behind a proxy, quick to notice dead trainers. */
final class TrainingMesh implements AutoCloseable {
    /** What training takes where a test does not say otherwise. */
    static final String SETTINGS = "{\"steps\":60,\"batch\":1,\"seed\":7}";

    static final int STEPS = 60;
    /** Lock of a job without renewal. */
    static final Duration LOCK = Duration.ofSeconds(5);

    static final int ATTEMPTS = 3;

    private final Map<String, String> trainerSettings = new HashMap<>(Map.of(
            "trainer.kafka.record-lock", LOCK.toMillis() + "ms",
            "trainer.kafka.attempts", Integer.toString(ATTEMPTS),
            "trainer.kafka.retry-pause", "100ms",
            "trainer.kafka.max-retry-pause", "500ms",
            "trainer.progress.interval", "50ms",
            "trainer.checkpoints.interval", "300ms",
            "trainer.engine.threads", "1"));
    private final Map<String, String> ingestSettings =
            Map.of("ingest.recovery.silence", "3s", "ingest.recovery.interval", "500ms");

    final MeshUnderTest mesh;
    final KafkaProxy proxy;
    final TrainingLog log;
    private ServiceProcess ingest;
    IngestClient client;

    /** Starts everything but trainers. */
    TrainingMesh(Path folder) {
        BrokerSettings settings = BrokerSettings.in(folder.resolve("kafka"));
        proxy = new KafkaProxy(settings.port());
        mesh = MeshUnderTest.in(
                folder, settings.withOverrides(Map.of("advertised.listeners", "CLIENTS://127.0.0.1:" + proxy.port())));
        trainerSettings.put("trainer.engine.work-folder", folder.resolve("work").toString());
        new TopicProvisioner(mesh.connection()).provision(mesh.topics().all(), Duration.ofSeconds(60));
        log = new TrainingLog(mesh);
        startIngest();
    }

    void startIngest() {
        ingest = mesh.start(Service.INGEST, ingestSettings);
        client = new IngestClient(ingest.address());
    }

    /** The same as after a crash: the states are read from their topic again. */
    void restartIngest() {
        ingest.kill();
        startIngest();
    }

    /** Starts a trainer and returns when it takes jobs. */
    ServiceProcess trainer() {
        return launchTrainer().awaitReady();
    }

    /** Starts a trainer without waiting. */
    ServiceProcess launchTrainer(String... jvmOptions) {
        return mesh.launch(Service.TRAINER, trainerSettings, List.of(jvmOptions));
    }

    Submitted submit() throws IOException, InterruptedException {
        return client.submit(Pictures.DUCK, SETTINGS);
    }

    Submitted submit(String training) throws IOException, InterruptedException {
        return client.submit(Pictures.DUCK, training);
    }

    /** Every announcement of an adapter of the job. */
    List<AdapterAnnouncement> announced(JobId job) {
        return TopicLog.read(mesh.connection(), mesh.topics().adapters()).stream()
                .filter(entry -> entry.value().isPresent())
                .map(entry -> entry.as(AdapterAnnouncement.class))
                .filter(adapter -> adapter.jobId().equals(job))
                .toList();
    }

    /** SHA-256 of the coefficients that a job ended with, once it has succeeded. */
    String coefficients(JobId job) {
        log.await(job, JobState.SUCCEEDED);
        return announced(job).get(0).weights().sha256();
    }

    /** Dead letters of the job. */
    List<TopicLog.Entry> dead(JobId job) {
        return TopicLog.read(
                        mesh.connection(),
                        mesh.topics().deadLetters(mesh.topics().trainingJobs()))
                .stream()
                .filter(entry -> entry.key().equals(job.value()))
                .toList();
    }

    /** Records of the job in the trainers' topic. */
    long records(JobId job) {
        return TopicLog.read(mesh.connection(), mesh.topics().trainingJobs()).stream()
                .filter(entry -> entry.key().equals(job.value()))
                .count();
    }

    /** Checkpoints of the job in the store. */
    List<String> checkpoints(JobId job) {
        return mesh.store().list("checkpoints/" + job + "/");
    }

    @Override
    public void close() throws IOException {
        log.close();
        mesh.close();
        proxy.close();
    }
}
