package io.wavemesh.tests.training;

import static org.assertj.core.api.Assertions.assertThat;

import io.wavemesh.contracts.JobState;
import io.wavemesh.contracts.TrainingEvent;
import io.wavemesh.tests.harness.Await;
import io.wavemesh.tests.harness.IngestClient.Submitted;
import io.wavemesh.tests.harness.ServiceProcess;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A job takes many times its lock. */
@Tag("long")
class SlowJobIT {
    private static final int LOCKS = 30;

    @Test
    void aJobOfThirtyLocksIsDeliveredOnce(@TempDir Path folder) throws Exception {
        try (TrainingMesh mesh = new TrainingMesh(folder)) {
            ServiceProcess trainer = mesh.trainer();
            mesh.trainer(); // would take it if it could
            Submitted duck = mesh.submit("{\"steps\":100000,\"batch\":1}");
            Duration time = TrainingMesh.LOCK.multipliedBy(LOCKS);
            Await.within(time.multipliedBy(2), "it has run for 30 locks", () -> {
                List<TrainingEvent> told = mesh.log.of(duck.job());
                return told.size() > 1
                        && Duration.between(
                                                running(told),
                                                told.get(told.size() - 1).at())
                                        .compareTo(time)
                                > 0;
            });

            mesh.client.cancel(duck);
            mesh.log.await(duck.job(), JobState.CANCELED);

            assertThat(mesh.log.of(duck.job()))
                    .extracting(TrainingEvent::attempt)
                    .containsOnly(0, 1);
            assertThat(mesh.records(duck.job())).isEqualTo(1);
            List<TrainingEvent> told = mesh.log.of(duck.job());
            System.out.println(
                    "one delivery in " + time.toSeconds() + " s of work, lock " + TrainingMesh.LOCK.toSeconds()
                            + " s, steps " + told.get(told.size() - 1).step() + ", trainer's processor time "
                            + trainer.cpuTime());
        }
    }

    private static Instant running(List<TrainingEvent> told) {
        return told.stream()
                .filter(event -> event.state() == JobState.RUNNING)
                .map(TrainingEvent::at)
                .findFirst()
                .orElseGet(Instant::now);
    }
}
