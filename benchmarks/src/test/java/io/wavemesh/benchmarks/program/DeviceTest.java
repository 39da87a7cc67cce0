package io.wavemesh.benchmarks.program;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class DeviceTest {
    @Test
    void knowsTheNumberOfAGpu() {
        assertThat(new Device("cuda:3").index()).isEqualTo(3);
        assertThat(new Device("cuda:3").isCpu()).isFalse();
        assertThat(new Device("cpu").isCpu()).isTrue();
    }

    @Test
    void refusesOtherNames() {
        assertThatThrownBy(() -> new Device("gpu0"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("--device must be cpu or cuda:N, was 'gpu0'");
    }

    @Test
    void aMachinesNameFitsAFolder() {
        assertThat(new Machine("NVIDIA H100 80GB HBM3", "580.1", "Intel(R) Xeon(R)", 16).slug())
                .isEqualTo("nvidia-h100-80gb-hbm3");
        assertThat(new Machine("Intel(R) Xeon(R) Processor ", "", "x", 2).slug())
                .isEqualTo("intel-r-xeon-r-processor");
    }

    @Test
    void theProcessorsMemoryIsWhatIsResident() {
        try (MemoryWatch watch = MemoryWatch.of(new Device("cpu"))) {
            watch.restart();

            assertThat(watch.peak().orElseThrow()).isGreaterThan(1 << 20);
            assertThat(watch.now().orElseThrow()).isGreaterThan(1 << 20);
        }
    }
}
