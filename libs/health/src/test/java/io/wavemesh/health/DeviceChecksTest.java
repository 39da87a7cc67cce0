package io.wavemesh.health;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.smallrye.health.api.HealthRegistry;
import io.smallrye.health.api.HealthType;
import io.smallrye.health.registry.HealthRegistryImpl;
import io.wavemesh.device.DeviceReading;
import io.wavemesh.device.DeviceWatch;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class DeviceChecksTest {
    private final Map<HealthType, HealthRegistry> registries = new EnumMap<>(HealthType.class);
    private final DeviceChecks checks = new DeviceChecks(
            Duration.ofSeconds(30), type -> registries.computeIfAbsent(type, key -> new HealthRegistryImpl()));

    @Test
    void areThereWhileTheDeviceIsWatched() {
        checks.register(new DeviceWatch(DeviceChecksTest::reading));

        assertThat(count(HealthType.READINESS)).isOne();
        assertThat(count(HealthType.LIVENESS)).isOne();

        checks.remove();

        assertThat(count(HealthType.READINESS)).isZero();
        assertThat(count(HealthType.LIVENESS)).isZero();
    }

    /** A service without a GPU ends so, and what throws there keeps others from ending. */
    @Test
    void areTakenAwayWithoutEffectWhereThereAreNone() {
        assertThatCode(checks::remove).doesNotThrowAnyException();
    }

    @Test
    void areTakenAwayOnce() {
        checks.register(new DeviceWatch(DeviceChecksTest::reading));
        checks.remove();

        assertThatCode(checks::remove).doesNotThrowAnyException();
    }

    private int count(HealthType type) {
        return ((HealthRegistryImpl) registries.get(type)).getChecks(Map.of()).size();
    }

    private static DeviceReading reading() {
        return new DeviceReading(
                "NVIDIA Test",
                "GPU-1",
                "580.1",
                OptionalLong.of(80),
                OptionalLong.of(30),
                OptionalInt.of(5),
                OptionalLong.empty(),
                new TreeMap<>(),
                Optional.empty());
    }
}
