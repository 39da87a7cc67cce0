package io.wavemesh.device;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The driver of this machine. */
@Tag("gpu")
class DeviceMonitorGpuIT {
    @Test
    void readsTheFirstGpu() {
        Optional<DeviceMonitor> found = DeviceMonitor.of("cuda:0");
        assumeTrue(found.isPresent(), "there is no NVIDIA driver");

        try (DeviceMonitor monitor = found.orElseThrow()) {
            DeviceReading reading = monitor.read();
            assertThat(reading.name()).contains("NVIDIA");
            assertThat(reading.uuid()).matches("(GPU|MIG)-.+");
            assertThat(reading.driverVersion()).matches("\\d+(\\.\\d+)+");
            assertThat(reading.usedBytes().orElseThrow())
                    .isBetween(1L, reading.totalBytes().orElseThrow());
            assertThat(reading.lost()).isEmpty();
        }
    }
}
