package io.wavemesh.health;

import io.smallrye.health.api.HealthRegistry;
import io.smallrye.health.api.HealthType;
import io.smallrye.health.registry.HealthRegistries;
import io.wavemesh.device.DeviceHealth;
import io.wavemesh.device.DeviceWatch;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;

/**
 * The GPU: ready while it can be given work, live unless a fresh process would help. Where no GPU is used there are no such
 * checks, so they are registered at the start and not found by their annotations.
 */
public final class DeviceChecks {
    private static final String NAME = "device";

    private final Duration limit;
    private final Function<HealthType, HealthRegistry> registries;
    private final AtomicBoolean registered = new AtomicBoolean();

    /** Checks that wait so long for the driver at most. */
    public DeviceChecks(Duration limit) {
        this(limit, HealthRegistries::getRegistry);
    }

    DeviceChecks(Duration limit, Function<HealthType, HealthRegistry> registries) {
        this.limit = limit;
        this.registries = registries;
    }

    /** Adds the checks of a device. */
    public void register(DeviceWatch watch) {
        TimedCheck check = new TimedCheck(NAME, watch::requireUsable, limit, true);
        registries.apply(HealthType.READINESS).register(NAME, check);
        registries.apply(HealthType.LIVENESS).register(NAME, () -> {
            check.fault();
            DeviceHealth health = watch.health();
            return TimedCheck.answer(NAME, health.restart() ? health.reason() : Optional.empty());
        });
        registered.set(true);
    }

    /** Takes them away; without effect where there are none, for which registries throw. */
    public void remove() {
        if (registered.getAndSet(false)) {
            registries.apply(HealthType.READINESS).remove(NAME);
            registries.apply(HealthType.LIVENESS).remove(NAME);
        }
    }
}
