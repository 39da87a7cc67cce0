package io.wavemesh.benchmarks.scaling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServiceTimesTest {
    private static final Path MEASURED = Path.of("results", "2026-11-24-nvidia-h100-80gb-hbm3");

    @TempDir
    private Path folder;

    @Test
    void areThoseThatWereMeasured() {
        ServiceTimes times = ServiceTimes.read(MEASURED);

        assertThat(times.job(6, 500)).as("but for what ingest does").isCloseTo(92.6, within(0.6));
        assertThat(times.request(1, true, 4)).isCloseTo(1.18, within(0.01));
        assertThat(times.request(4, true, 4)).isCloseTo(4.25, within(0.01));
        assertThat(times.request(4, true, 1)).as("one by one").isCloseTo(4 * 1.1745 + 0.005, within(0.01));
        assertThat(times.request(1, false, 4) - times.request(1, true, 4)).isCloseTo(0.2, within(0.01));
        assertThat(times.trainerLoadSeconds()).isCloseTo(10.25, within(0.1));
        assertThat(times.replicaLoadSeconds()).isCloseTo(7.25, within(0.1));
    }

    @Test
    void aMixHasTheMeanThatItTells() {
        ServiceTimes times = ServiceTimes.read(MEASURED);
        Draw draw = new Draw(1, "mix");
        double jobs = 0;
        double requests = 0;
        int number = 100_000;
        for (int i = 0; i < number; i++) {
            jobs += Mix.USUAL.jobSeconds(times, draw);
            requests += Mix.USUAL.images().seconds(times, 4, draw);
        }

        assertThat(jobs / number).isCloseTo(Mix.USUAL.meanJobSeconds(times), within(0.5));
        assertThat(requests / number).isCloseTo(Mix.USUAL.images().meanSeconds(times, 4), within(0.02));
        assertThat(Mix.USUAL.meanJobSeconds(times)).as("as measured").isCloseTo(times.job(6, 500), within(1e-9));
        assertThat(Mix.USUAL.images().mean()).isCloseTo(1.4, within(1e-9));
    }

    @Test
    void aFolderWithoutTheFiguresIsRefused() throws IOException {
        Files.writeString(folder.resolve("end-to-end.json"), "{\"program\": \"end-to-end\", \"rows\": []}");

        assertThatThrownBy(() -> ServiceTimes.read(folder))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("no figure steps of end-to-end");
    }

    @Test
    void samplesHaveExactPercentiles() {
        Samples samples = new Samples();
        assertThat(samples.percentile(0.95)).isZero();
        List.of(5, 1, 4, 2, 3).forEach(samples::add);

        assertThat(samples.percentile(0.5)).isEqualTo(3);
        assertThat(samples.percentile(0.2)).isEqualTo(1);
        assertThat(samples.percentile(0.81)).isEqualTo(5);
        assertThat(samples.percentile(1)).isEqualTo(5);
        assertThat(samples.mean()).isEqualTo(3);
        samples.add(0);
        assertThat(samples.percentile(0)).isZero();
    }
}
