package io.wavemesh.tests.training;

import static org.assertj.core.api.Assertions.assertThat;

import io.wavemesh.contracts.JobId;
import io.wavemesh.contracts.JobState;
import io.wavemesh.contracts.TrainingEvent;
import io.wavemesh.tests.harness.Await;
import io.wavemesh.tests.harness.IngestClient.Submitted;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Jobs are canceled at every time of their life. */
class CancelIT {
    private static final String ENDLESS = "{\"steps\":100000,\"batch\":1,\"seed\":7}";

    @Test
    void aJobHasOneFinalStateWheneverItIsCanceled(@TempDir Path folder) throws Exception {
        try (TrainingMesh mesh = new TrainingMesh(folder)) {
            Submitted queued = mesh.submit();
            assertThat(mesh.client.cancel(queued).status()).isEqualTo(202);
            assertThat(mesh.client.state(queued)).isEqualTo(JobState.CANCELED);

            mesh.trainer();
            Submitted training = mesh.submit(ENDLESS);
            mesh.log.awaitStep(training.job(), 1, 5);
            Submitted next = mesh.submit("{\"steps\":3,\"batch\":1}");
            long asked = System.nanoTime();
            assertThat(mesh.client.cancel(training).status()).isEqualTo(202);
            mesh.log.await(training.job(), JobState.CANCELED);
            Duration told = Duration.ofNanos(System.nanoTime() - asked);
            Await.until(
                    "the worker has the next job", () -> mesh.log.of(next.job()).size() > 1);
            Duration free = Duration.ofNanos(System.nanoTime() - asked);
            System.out.println("canceled: told after " + told.toMillis() + " ms, the worker has the next job after "
                    + free.toMillis() + " ms");
            assertThat(free).isLessThan(Duration.ofSeconds(2));

            mesh.log.await(next.job(), JobState.SUCCEEDED);
            Await.until("ingest knows", () -> mesh.client.state(next) == JobState.SUCCEEDED);
            assertThat(mesh.client.cancel(next).status()).isEqualTo(409);

            Await.until("the canceled ones are settled", () -> mesh.log.count(queued.job(), JobState.CANCELED) == 2);
            for (Submitted canceled : List.of(queued, training)) {
                assertEndedAs(mesh, canceled.job(), JobState.CANCELED);
                assertThat(mesh.announced(canceled.job())).isEmpty();
                assertThat(mesh.checkpoints(canceled.job())).isEmpty();
            }
            assertEndedAs(mesh, next.job(), JobState.SUCCEEDED);
            assertThat(mesh.mesh.store().list("adapters/")).allSatisfy(key -> assertThat(key)
                    .startsWith("adapters/" + mesh.announced(next.job()).get(0).adapterId() + "/"));
            mesh.restartIngest();
            assertThat(mesh.client.state(queued)).isEqualTo(JobState.CANCELED);
            assertThat(mesh.client.state(training)).isEqualTo(JobState.CANCELED);
        }
    }

    private static void assertEndedAs(TrainingMesh mesh, JobId job, JobState end) {
        assertThat(mesh.log.of(job).stream().map(TrainingEvent::state).filter(JobState::isFinal))
                .isNotEmpty()
                .containsOnly(end);
    }
}
