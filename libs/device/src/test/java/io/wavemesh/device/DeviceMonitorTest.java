package io.wavemesh.device;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.wavemesh.device.VisibleDevices.Choice;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class DeviceMonitorTest {
    private static final Choice FIRST = new Choice(0, Optional.empty());

    private final SimulatedDriver driver = new SimulatedDriver();

    @Test
    void readsWhatTheDriverTells() {
        driver.uncorrected = 2;
        try (DeviceMonitor monitor = DeviceMonitor.open(driver, FIRST).orElseThrow()) {
            DeviceReading reading = monitor.read();
            assertThat(reading.name()).isEqualTo("NVIDIA Test");
            assertThat(reading.uuid()).isEqualTo("GPU-1a");
            assertThat(reading.driverVersion()).isEqualTo("580.1");
            assertThat(reading.totalBytes()).isEqualTo(OptionalLong.of(80));
            assertThat(reading.usedBytes()).isEqualTo(OptionalLong.of(30));
            assertThat(reading.utilizationPercent()).isEqualTo(OptionalInt.of(97));
            assertThat(reading.uncorrectedEccErrors()).isEqualTo(OptionalLong.of(2));
            assertThat(reading.xids()).isEmpty();
            assertThat(DeviceHealth.of(reading, reading).usable()).isTrue();
        }
        assertThat(driver.shutDowns).hasValue(1);
    }

    @Test
    void whatTheDriverCannotTellIsEmptyAndNoMeasuredZero() {
        driver.refusing.add("utilization");
        driver.refusing.add("ecc");
        driver.refusing.add("events");
        SimpleMeterRegistry registry = new SimpleMeterRegistry();
        try (DeviceMonitor monitor = DeviceMonitor.open(driver, FIRST).orElseThrow()) {
            assertThat(monitor.read().utilizationPercent()).isEmpty();
            assertThat(monitor.read().uncorrectedEccErrors()).isEmpty();
            new DeviceMeters(new DeviceWatch(monitor::read)).bindTo(registry);
            assertThat(registry.get(DeviceMeters.UTILIZATION).gauge().value()).isNaN();
            assertThat(registry.get(DeviceMeters.MEMORY_USED).gauge().value()).isEqualTo(30);
        }
    }

    @Test
    void collectsErrorCodesAndStopsBeingUsable() throws InterruptedException {
        try (DeviceMonitor monitor = DeviceMonitor.open(driver, FIRST).orElseThrow()) {
            DeviceReading first = monitor.read();
            driver.report(13);
            assertThat(DeviceHealth.of(first, monitor.read()).usable())
                    .as("a program's own fault")
                    .isTrue();
            driver.report(79);
            DeviceHealth health = DeviceHealth.of(first, monitor.read());
            assertThat(health.usable()).isFalse();
            assertThat(health.restart()).isFalse();
            assertThat(health.reason()).contains("the driver reported Xid 79");
            driver.report(13);
            assertThat(monitor.read().xidCounts()).isEqualTo(new TreeMap<>(Map.of(13L, 2L, 79L, 1L)));
            assertThat(monitor.read().xids()).containsExactly(13L, 79L);
        }
    }

    @Test
    void aContainedMemoryErrorAsksForAFreshProcess() throws InterruptedException {
        try (DeviceMonitor monitor = DeviceMonitor.open(driver, FIRST).orElseThrow()) {
            DeviceReading first = monitor.read();
            driver.report(94);
            assertThat(DeviceHealth.of(first, monitor.read()))
                    .isEqualTo(new DeviceHealth(false, true, Optional.of("the driver reported Xid 94")));
        }
    }

    @Test
    void memoryErrorsSinceTheStartCountAndOlderOnesDoNot() {
        driver.uncorrected = 5;
        try (DeviceMonitor monitor = DeviceMonitor.open(driver, FIRST).orElseThrow()) {
            DeviceReading first = monitor.read();
            assertThat(DeviceHealth.of(first, monitor.read()).usable()).isTrue();
            driver.uncorrected = 6;
            assertThat(DeviceHealth.of(first, monitor.read()).reason())
                    .contains("1 uncorrected memory errors since the start");
        }
    }

    @Test
    void aLostDeviceIsNotUsable() {
        try (DeviceMonitor monitor = DeviceMonitor.open(driver, FIRST).orElseThrow()) {
            DeviceReading first = monitor.read();
            driver.memoryResult = Nvml.ERROR_GPU_IS_LOST;
            assertThat(monitor.read().usedBytes()).isEmpty();
            assertThat(DeviceHealth.of(first, monitor.read()).reason()).contains("the GPU is lost: GPU is lost");
        }
    }

    @Test
    void noSuchDeviceIsNone() {
        assertThat(DeviceMonitor.open(driver, new Choice(3, Optional.empty()))).isEmpty();
        assertThat(driver.shutDowns).hasValue(1);
        driver.refusing.add("init");
        assertThat(DeviceMonitor.open(driver, FIRST)).isEmpty();
    }

    @Test
    void aUuidFindsItsDevice() {
        driver.uuids.addAll(List.of("GPU-1b", "GPU-2", "MIG-7"));

        assertThat(found("GPU-2")).contains("GPU-2");
        assertThat(found("GPU-1b")).contains("GPU-1b");
        assertThat(found("MIG-7")).contains("MIG-7");
        assertThat(found("GPU-3")).isEmpty();
    }

    @Test
    void theBeginningOfAUuidIsEnoughIfNoOtherHasIt() {
        driver.uuids.addAll(List.of("GPU-1b", "GPU-2c"));

        assertThat(found("GPU-2")).contains("GPU-2c");
        assertThat(found("GPU-1")).isEmpty();
    }

    private Optional<String> found(String uuid) {
        return DeviceMonitor.open(driver, new Choice(0, Optional.of(uuid))).map(monitor -> {
            try (monitor) {
                return monitor.read().uuid();
            }
        });
    }

    @Test
    void closingTwiceIsClosingOnce() {
        DeviceMonitor monitor = DeviceMonitor.open(driver, FIRST).orElseThrow();
        monitor.close();
        monitor.close();
        assertThat(driver.shutDowns).hasValue(1);
    }

    @Test
    void theCpuIsNotWatchedAndAGpuOnlyWhereThereIsADriver() {
        assertThat(DeviceMonitor.of("cpu")).isEmpty();
        boolean driverHere = Files.exists(Path.of("/proc/driver/nvidia/version"));
        Optional<DeviceMonitor> gpu = DeviceMonitor.of("cuda:0");
        gpu.ifPresent(DeviceMonitor::close);
        assertThat(gpu.isPresent()).isEqualTo(driverHere);
    }
}
