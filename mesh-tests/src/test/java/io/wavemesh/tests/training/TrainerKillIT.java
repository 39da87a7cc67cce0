package io.wavemesh.tests.training;

import static org.assertj.core.api.Assertions.assertThat;

import io.wavemesh.contracts.AdapterAnnouncement;
import io.wavemesh.contracts.JobId;
import io.wavemesh.contracts.JobPhase;
import io.wavemesh.contracts.JobState;
import io.wavemesh.contracts.ObjectKeys;
import io.wavemesh.contracts.TrainingEvent;
import io.wavemesh.tests.harness.Await;
import io.wavemesh.tests.harness.IngestClient.Submitted;
import io.wavemesh.tests.harness.ServiceProcess;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.common.protocol.ApiKeys;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Trainers die by SIGKILL, at any step and between the last ones; jobs end once, and as if nothing had happened. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TrainerKillIT {
    private static final String TRAINER = "wavemesh-wavemesh-trainer";

    private TrainingMesh mesh;
    private String undisturbed;
    private ServiceProcess trainer;

    @BeforeAll
    void trainUndisturbed(@TempDir Path folder) throws Exception {
        mesh = new TrainingMesh(folder);
        trainer = mesh.trainer();
        JobId job = mesh.submit().job();
        undisturbed = mesh.coefficients(job);
        assertThat(mesh.log.of(job)).extracting(TrainingEvent::attempt).containsOnly(0, 1);
    }

    @AfterAll
    void close() throws IOException {
        mesh.close();
    }

    @Test
    void aJobWhoseTrainersAreKilledEndsOnceWithTheCoefficientsOfAnUndisturbedRun() throws Exception {
        Submitted duck = mesh.submit();

        killAtSteps(duck.job(), List.of(12, 35));

        assertEndedOnceAsUndisturbed(duck);
        assertThat(firstStep(duck.job(), 2)).as("it goes on from a checkpoint").isGreaterThan(1);
        assertThat(firstStep(duck.job(), 3)).isGreaterThan(firstStep(duck.job(), 2));
    }

    @Test
    @Tag("long")
    void twentyKillsAtAnyStepOverThreeJobsChangeNothing() throws Exception {
        Random random = new Random(20);
        for (int kills : new int[] {7, 7, 6}) {
            Submitted duck = mesh.submit();
            List<Integer> steps = random.ints(kills, 1, TrainingMesh.STEPS - 1)
                    .sorted()
                    .boxed()
                    .toList();

            killAtSteps(duck.job(), steps);

            assertEndedOnceAsUndisturbed(duck);
            System.out.println(duck.job() + " killed at " + steps + ", attempts "
                    + mesh.log.of(duck.job()).stream()
                            .mapToInt(TrainingEvent::attempt)
                            .max()
                            .getAsInt()
                    + ", records " + mesh.records(duck.job()));
        }
    }

    @Test
    void killedBetweenStoringTheAdapterAndAnnouncingItAnotherOnlyAnnounces() throws Exception {
        Submitted duck = mesh.submit();
        mesh.log.awaitStep(duck.job(), 1, TrainingMesh.STEPS / 2);
        mesh.proxy.hold(ApiKeys.PRODUCE, TRAINER);
        Await.until("the result is stored", () -> mesh.mesh.store().exists(ObjectKeys.jobResult(duck.job())));

        trainer.kill();
        mesh.proxy.release();
        assertThat(mesh.announced(duck.job())).as("nothing is announced yet").isEmpty();
        trainer = mesh.trainer();

        assertEndedOnceAsUndisturbed(duck);
        assertThat(trained(duck.job(), 2)).as("no second training").isFalse();
    }

    @Test
    void killedBetweenAnnouncingAndAcknowledgingTheJobStaysAsItEnded() throws Exception {
        Submitted duck = mesh.submit();
        mesh.log.awaitStep(duck.job(), 1, TrainingMesh.STEPS / 2);
        mesh.proxy.hold(ApiKeys.SHARE_ACKNOWLEDGE, TRAINER);
        mesh.log.await(duck.job(), JobState.SUCCEEDED);
        Await.until("the acknowledgement is on its way", () -> mesh.proxy.held() > 0);

        trainer.kill();
        mesh.proxy.release();
        assertThat(mesh.announced(duck.job())).hasSize(1);
        trainer = mesh.trainer();

        Await.until("it is delivered again", () -> mesh.log.count(duck.job(), JobState.SUCCEEDED) >= 2);
        assertThat(trained(duck.job(), 2)).as("no second training").isFalse();
        assertEndedOnceAsUndisturbed(duck);
    }

    private void killAtSteps(JobId job, List<Integer> steps) {
        int attempt = 1;
        for (int step : steps) {
            mesh.log.awaitStep(job, attempt, step);
            trainer.kill();
            trainer = mesh.trainer();
            attempt++;
        }
    }

    private void assertEndedOnceAsUndisturbed(Submitted subject) throws Exception {
        JobId job = subject.job();
        mesh.log.await(job, JobState.SUCCEEDED);
        Await.until("ingest knows", () -> mesh.client.state(subject) == JobState.SUCCEEDED);
        Set<AdapterAnnouncement> versions = Set.copyOf(mesh.announced(job));
        assertThat(versions)
                .singleElement()
                .satisfies(adapter -> assertThat(adapter.weights().sha256()).isEqualTo(undisturbed));
        assertThat(mesh.log.of(job).stream().filter(event -> event.state().isFinal()))
                .isNotEmpty()
                .allSatisfy(event -> assertThat(event.adapterId())
                        .contains(versions.iterator().next().adapterId()));
        assertThat(mesh.checkpoints(job)).isEmpty();
        assertThat(mesh.dead(job)).isEmpty();
    }

    private int firstStep(JobId job, int attempt) {
        return mesh.log.of(job).stream()
                .filter(event -> event.attempt() == attempt && event.step() > 0)
                .mapToInt(TrainingEvent::step)
                .findFirst()
                .orElse(0);
    }

    private boolean trained(JobId job, int attempt) {
        return mesh.log.of(job).stream()
                .filter(event -> event.attempt() == attempt)
                .map(event -> event.phase().orElse(JobPhase.LOADING))
                .collect(Collectors.toSet())
                .contains(JobPhase.TRAINING);
    }
}
