package io.wavemesh.health;

import io.smallrye.health.api.HealthType;
import io.smallrye.health.registry.HealthRegistries;
import io.wavemesh.device.DeviceHealth;
import io.wavemesh.device.DeviceWatch;
import java.time.Duration;
import java.util.Optional;

/**
 * The GPU: ready while it can be given work, live unless a fresh process would help. Where no GPU is used there are no such
 * checks, so they are registered at the start and not found by their annotations.
 */
public final class DeviceChecks {
    private static final String NAME = "device";

    private final Duration limit;

    /** Checks that wait so long for the driver at most. */
    public DeviceChecks(Duration limit) {
        this.limit = limit;
    }

    /** Adds the checks of a device. */
    public void register(DeviceWatch watch) {
        TimedCheck check = new TimedCheck(NAME, watch::requireUsable, limit, true);
        HealthRegistries.getRegistry(HealthType.READINESS).register(NAME, check);
        HealthRegistries.getRegistry(HealthType.LIVENESS).register(NAME, () -> {
            check.fault();
            DeviceHealth health = watch.health();
            return TimedCheck.answer(NAME, health.restart() ? health.reason() : Optional.empty());
        });
    }

    /** Takes them away; without effect where there are none. */
    public void remove() {
        HealthRegistries.getRegistry(HealthType.READINESS).remove(NAME);
        HealthRegistries.getRegistry(HealthType.LIVENESS).remove(NAME);
    }
}
