package io.wavemesh.tests.training;

import static org.assertj.core.api.Assertions.assertThat;

import io.wavemesh.contracts.BaseModelId;
import io.wavemesh.contracts.CropBox;
import io.wavemesh.contracts.JobId;
import io.wavemesh.contracts.JobState;
import io.wavemesh.contracts.ObjectRef;
import io.wavemesh.contracts.PictureRef;
import io.wavemesh.contracts.SubjectId;
import io.wavemesh.contracts.TrainingJob;
import io.wavemesh.contracts.TrainingSettings;
import io.wavemesh.contracts.store.Sha256;
import io.wavemesh.messaging.EventPublisher;
import io.wavemesh.tests.harness.Await;
import io.wavemesh.tests.harness.Pictures;
import io.wavemesh.tests.harness.Service;
import io.wavemesh.tests.harness.ServiceProcess;
import io.wavemesh.tests.harness.TopicLog;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Jobs that can't be done fail with their reason, become dead letters, and leave the worker alive. */
@Tag("long")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PoisonJobIT {
    private static final int HUGE_SIDE = 7000;

    private TrainingMesh mesh;
    private EventPublisher publisher;
    private ServiceProcess trainer;

    @BeforeAll
    void start(@TempDir Path folder) {
        mesh = new TrainingMesh(folder);
        publisher = new EventPublisher(mesh.mesh.connection(), "/wavemesh/test", Duration.ofSeconds(30));
        // Enough for all but the largest picture that is allowed.
        trainer = mesh.launchTrainer("-Xmx128m").awaitReady();
    }

    @AfterAll
    void close() throws IOException {
        publisher.close();
        mesh.close();
    }

    @Test
    void failsWithItsReasonBecomesADeadLetterAndCanBeReplayedOrDropped() throws Exception {
        byte[] picture = Files.readAllBytes(Pictures.DUCK.files().get(0));
        TrainingJob damaged = job("damaged", picture, sizeOf(picture), Sha256.of(new byte[1]), Optional.empty());
        TrainingJob foreign =
                job("foreign", picture, sizeOf(picture), Sha256.of(picture), Optional.of(new BaseModelId("other")));
        byte[] huge = grey(HUGE_SIDE);
        TrainingJob large = job("large", huge, HUGE_SIDE, Sha256.of(huge), Optional.empty());

        assertFails(damaged, "picture-set-invalid");
        assertFails(foreign, "base-model-unknown");
        assertFails(large, "gpu-memory-exhausted");
        JobId diverging = mesh.submit("{\"steps\":20,\"batch\":1,\"learningRate\":1000,\"scaling\":1000000}")
                .job();
        assertFailed(diverging, "training-diverged");

        assertThat(trainer.isAlive() && trainer.isReady()).isTrue();
        mesh.log.await(mesh.submit("{\"steps\":2,\"batch\":1}").job(), JobState.SUCCEEDED);
        assertDeadLettersAreListedReplayedAndDropped(
                List.of(damaged.jobId(), foreign.jobId(), large.jobId(), diverging));
    }

    @Test
    void aJobThatKillsItsWorkerEachTimeIsGivenUpAfterTheConfiguredTries() throws Exception {
        JobId job = mesh.submit("{\"steps\":100000,\"batch\":1}").job();
        for (int attempt = 1; attempt <= TrainingMesh.ATTEMPTS; attempt++) {
            int now = attempt;
            Await.until("it begins", () -> mesh.log.of(job).stream().anyMatch(event -> event.attempt() == now));
            trainer.kill(); // before the first checkpoint
            assertThat(mesh.checkpoints(job)).isEmpty();
            trainer = mesh.trainer();
        }

        assertFailed(job, "attempts-exhausted");
        assertThat(trainer.isAlive()).isTrue();
        assertThat(mesh.records(job)).as("it was not sent again").isEqualTo(1);
    }

    private void assertFails(TrainingJob job, String fault) {
        publisher.publish(mesh.mesh.topics().trainingJobs(), job);
        assertFailed(job.jobId(), fault);
    }

    private void assertFailed(JobId job, String fault) {
        mesh.log.await(job, JobState.FAILED);
        assertThat(mesh.log.of(job))
                .filteredOn(event -> event.state() == JobState.FAILED)
                .singleElement()
                .satisfies(
                        event -> assertThat(event.fault().orElseThrow().type()).isEqualTo(fault));
        Await.until("it is a dead letter", () -> !mesh.dead(job).isEmpty());
        assertThat(mesh.dead(job)).singleElement().satisfies(letter -> assertThat(letter.headers())
                .containsEntry("dlq-topic", mesh.mesh.topics().trainingJobs().name())
                .hasEntrySatisfying("dlq-cause", cause -> assertThat(cause).isNotBlank()));
        assertThat(mesh.announced(job)).isEmpty();
        assertThat(mesh.checkpoints(job)).isEmpty();
    }

    private void assertDeadLettersAreListedReplayedAndDropped(List<JobId> jobs) throws Exception {
        List<String> keys = jobs.stream().map(JobId::value).toList();
        assertThat(dlq("list")).contains(keys);

        String replayed = keys.get(0);
        assertThat(dlq("replay", "--id", replayed)).contains(replayed);
        Await.until("it fails once more", () -> mesh.log.count(jobs.get(0), JobState.FAILED) == 2);
        Await.until("its letter is there again", () -> letters(jobs.get(0)).size() == 2);
        assertThat(dlq("drop", "--all")).contains(keys);
        assertThat(dlq("list")).doesNotContain(keys);
    }

    private List<TopicLog.Entry> letters(JobId job) {
        return mesh.dead(job).stream()
                .filter(letter -> letter.headers().containsKey("dlq-cause"))
                .toList();
    }

    /** What the command says, as a user calls it. */
    private String dlq(String command, String... more) throws Exception {
        List<String> all = new ArrayList<>(List.of(
                Service.ROOT.resolve("wavemesh").toString(),
                "dlq",
                command,
                "--bootstrap-servers",
                mesh.mesh.connection().bootstrapServers()));
        all.addAll(List.of(more));
        ProcessBuilder builder = new ProcessBuilder(all).redirectErrorStream(true);
        builder.environment().put("WAVEMESH_BUILD", "never");
        Process process = builder.start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(said).isZero();
        return said;
    }

    private TrainingJob job(String name, byte[] picture, int side, String sha256, Optional<BaseModelId> base) {
        SubjectId subject = new SubjectId("sub-" + name);
        String key = "subjects/" + subject + "/pictures/a.png";
        mesh.mesh.store().put(key, picture);
        return new TrainingJob(
                1,
                new JobId("job-" + name),
                subject,
                Optional.empty(),
                base,
                "dog",
                "zjw",
                Optional.empty(),
                List.of(new PictureRef(
                        new ObjectRef(key, sha256, picture.length), "image/png", side, side, new CropBox(0, 0, side))),
                TrainingSettings.defaults(),
                Instant.now());
    }

    private static int sizeOf(byte[] picture) throws IOException {
        return ImageIO.read(new ByteArrayInputStream(picture)).getWidth();
    }

    private static byte[] grey(int side) throws IOException {
        ByteArrayOutputStream png = new ByteArrayOutputStream();
        ImageIO.write(new BufferedImage(side, side, BufferedImage.TYPE_BYTE_GRAY), "png", png);
        return png.toByteArray();
    }
}
