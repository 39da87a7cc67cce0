package io.wavemesh.contracts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.wavemesh.contracts.store.FileObjectStore;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JobResultsTest {
    @TempDir
    private Path folder;

    private JobResults results;
    private AdapterAnnouncement adapter;

    @BeforeEach
    void open() throws IOException {
        results = new JobResults(new FileObjectStore(folder));
        adapter = MessageJson.decode(
                MessageSamplesTest.sample(MessageType.ADAPTER_ANNOUNCEMENT), AdapterAnnouncement.class);
    }

    @Test
    void theFirstDecides() {
        assertThat(results.find(adapter.jobId())).isEmpty();

        JobResult canceled = results.decide(JobResult.canceled(adapter.jobId()));

        assertThat(canceled.isCanceled()).isTrue();
        assertThat(results.decide(JobResult.of(adapter))).isEqualTo(canceled);
        assertThat(results.decide(JobResult.canceled(adapter.jobId()))).isEqualTo(canceled);
        assertThat(results.find(adapter.jobId())).contains(canceled);
    }

    @Test
    void anAdapterIsReadBackAsItWas() {
        JobResult made = results.decide(JobResult.of(adapter));

        assertThat(results.decide(JobResult.canceled(adapter.jobId()))).isEqualTo(made);
        assertThat(results.find(adapter.jobId())).contains(made);
        assertThat(made.adapter()).contains(adapter);
    }

    @Test
    void refusesTheAdapterOfAnotherJob() {
        assertThatThrownBy(() -> new JobResult(1, new JobId("other"), Optional.of(adapter)))
                .hasMessageContaining("adapter must be of job other");
    }
}
