package io.wavemesh.device;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class DeviceWatchTest {
    private volatile DeviceReading now = reading(Map.of(), 0);
    private final DeviceWatch watch = new DeviceWatch(() -> now);

    @Test
    void aGoodDeviceIsUsable() {
        assertThatCode(watch::requireUsable).doesNotThrowAnyException();
        assertThat(watch.health().usable()).isTrue();
    }

    @Test
    void tellsWhyADeviceIsNotUsable() {
        now = reading(Map.of(94L, 1L), 0);

        assertThatThrownBy(watch::requireUsable)
                .isInstanceOf(DeviceUnusableException.class)
                .hasMessage("the driver reported Xid 94");
        assertThat(watch.health().restart()).isTrue();
    }

    @Test
    void aPendingRowRemappingWaitsForAReset() {
        now = reading(Map.of(63L, 1L), 0);

        assertThatThrownBy(watch::requireUsable).hasMessage("the driver reported Xid 63");
        assertThat(watch.health().restart()).isFalse();
    }

    @Test
    void countsTheDriversErrorsByCode() {
        SimpleMeterRegistry registry = new SimpleMeterRegistry();
        new DeviceMeters(watch).bindTo(registry);
        assertThat(count(registry, "79")).isZero();
        now = reading(Map.of(79L, 2L, 13L, 3L), 0);
        assertThatThrownBy(watch::requireUsable).hasMessage("the driver reported Xid 79");

        assertThat(registry.get(DeviceMeters.MEMORY_USED).gauge().value()).isEqualTo(30);
        assertThat(count(registry, "79")).isEqualTo(2);
        assertThat(count(registry, "13")).isEqualTo(3);
    }

    @Test
    void whileTheDriverHangsTheLastReadingIsGiven() throws InterruptedException {
        CountDownLatch asked = new CountDownLatch(1);
        CountDownLatch release = new CountDownLatch(1);
        AtomicInteger readings = new AtomicInteger();
        DeviceWatch hanging = new DeviceWatch(
                () -> {
                    if (readings.incrementAndGet() == 2) {
                        asked.countDown();
                        await(release);
                    }
                    return now;
                },
                Duration.ZERO);
        Thread stuck = new Thread(hanging::requireUsable);
        stuck.start();
        assertThat(asked.await(10, TimeUnit.SECONDS)).isTrue();

        assertThat(hanging.recent()).isEqualTo(now);
        assertThat(hanging.health().usable()).isTrue();

        assertThat(readings).hasValue(2);
        release.countDown();
        stuck.join();
    }

    private static double count(SimpleMeterRegistry registry, String code) {
        return registry.get(DeviceMeters.XIDS)
                .tag(DeviceMeters.CODE, code)
                .functionCounter()
                .count();
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(10, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static DeviceReading reading(Map<Long, Long> xids, long ecc) {
        return new DeviceReading(
                "NVIDIA Test",
                "GPU-1",
                "580.1",
                OptionalLong.of(80),
                OptionalLong.of(30),
                OptionalInt.of(5),
                OptionalLong.of(ecc),
                new TreeMap<>(xids),
                Optional.empty());
    }
}
