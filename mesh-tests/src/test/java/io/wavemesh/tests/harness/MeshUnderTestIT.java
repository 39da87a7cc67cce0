package io.wavemesh.tests.harness;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.wavemesh.contracts.JobState;
import io.wavemesh.tests.harness.IngestClient.Submitted;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the harness promises to the tests that use it. */
class MeshUnderTestIT {
    @TempDir
    private Path folder;

    @Test
    void aKilledServiceIsGoneAPausedOneIsNotAndANewOneKnowsWhatWasAccepted() throws Exception {
        try (MeshUnderTest mesh = MeshUnderTest.in(folder)) {
            ServiceProcess first = mesh.start(Service.INGEST);
            Submitted duck = new IngestClient(first.address()).submit(Pictures.DUCK, "{\"steps\":3}");

            first.pause();
            assertThat(first.isReady()).isFalse();
            assertThat(first.isAlive()).isTrue();
            first.resume();
            Await.within(Duration.ofSeconds(10), "it goes on", first::isReady);
            first.kill();

            assertThat(first.isAlive()).isFalse();
            assertThatThrownBy(() -> new HttpPeer(first.address()).get("/q/health"))
                    .isInstanceOf(IOException.class);
            ServiceProcess second = mesh.start(Service.INGEST);
            assertThat(new IngestClient(second.address()).state(duck)).isEqualTo(JobState.QUEUED);
            assertThat(TopicLog.read(mesh.connection(), mesh.topics().trainingJobs()))
                    .extracting(TopicLog.Entry::key)
                    .containsExactly(duck.job().value());
        }
    }
}
