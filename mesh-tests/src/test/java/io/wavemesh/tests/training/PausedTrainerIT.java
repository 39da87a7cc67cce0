package io.wavemesh.tests.training;

import static org.assertj.core.api.Assertions.assertThat;

import io.wavemesh.contracts.AdapterAnnouncement;
import io.wavemesh.contracts.JobState;
import io.wavemesh.tests.harness.Await;
import io.wavemesh.tests.harness.IngestClient.Submitted;
import io.wavemesh.tests.harness.ServiceProcess;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A trainer stands still for longer than its lock while another takes its job; then both run. */
@Tag("long")
class PausedTrainerIT {
    private static final String LOST = "job ended, jobId=%s, outcome=the lock was lost";

    @Test
    void ofTwoWorkersOnePublishesAndTheOtherStopsWithinARenewal(@TempDir Path folder) throws Exception {
        try (TrainingMesh mesh = new TrainingMesh(folder)) {
            ServiceProcess first = mesh.trainer();
            String undisturbed = mesh.coefficients(mesh.submit().job());
            Submitted duck = mesh.submit();
            mesh.log.awaitStep(duck.job(), 1, 10);
            first.pause();
            ServiceProcess second = mesh.trainer();
            mesh.log.awaitStep(duck.job(), 2, 15);

            first.resume();
            Duration toStop =
                    Await.within(TrainingMesh.LOCK.multipliedBy(4), "the first one stops", () -> first.logText()
                            .contains(LOST.formatted(duck.job())));
            mesh.log.await(duck.job(), JobState.SUCCEEDED);
            System.out.println("the loser stopped " + toStop.toMillis() + " ms after it was resumed");

            assertOneAdapter(mesh, duck, undisturbed);
            assertThat(second.logText()).contains("job begins, jobId=" + duck.job() + ", attempt=2");
            assertThat(first.logText()).doesNotContain("jobId=" + duck.job() + ", outcome=adapter");

            // The other order: the job is over when the loser wakes up, and its late events come last.
            Submitted late = mesh.submit();
            Await.until("somebody has it", () -> mesh.log.step(late.job()) > 5);
            boolean firstHasIt = first.logText().contains("job begins, jobId=" + late.job());
            ServiceProcess loser = firstHasIt ? first : second;
            loser.pause();
            mesh.log.await(late.job(), JobState.SUCCEEDED);
            loser.resume();
            Await.until("the loser stops", () -> loser.logText().contains(LOST.formatted(late.job())));

            assertOneAdapter(mesh, late, undisturbed);
            mesh.restartIngest();
            assertThat(mesh.client.state(late)).isEqualTo(JobState.SUCCEEDED);
        }
    }

    private static void assertOneAdapter(TrainingMesh mesh, Submitted subject, String coefficients) throws Exception {
        Await.until("ingest knows", () -> mesh.client.state(subject) == JobState.SUCCEEDED);
        Set<AdapterAnnouncement> versions = Set.copyOf(mesh.announced(subject.job()));
        assertThat(versions.stream().map(adapter -> adapter.weights().sha256()).collect(Collectors.toList()))
                .containsExactly(coefficients);
        assertThat(mesh.dead(subject.job())).isEmpty();
        Await.until(
                "no checkpoint is left", () -> mesh.checkpoints(subject.job()).isEmpty());
    }
}
