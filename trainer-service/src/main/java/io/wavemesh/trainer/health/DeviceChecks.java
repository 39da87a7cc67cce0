package io.wavemesh.trainer.health;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.health.api.HealthType;
import io.smallrye.health.registry.HealthRegistries;
import io.wavemesh.device.DeviceHealth;
import io.wavemesh.device.DeviceWatch;
import io.wavemesh.messaging.TimedCheck;
import io.wavemesh.trainer.config.TrainerConfig;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Optional;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;

/**
 * The GPU: ready while it can be given work, live unless a fresh process would help. Where no GPU is used there are no such
 * checks, so they are registered at the start.
 */
@Singleton
public final class DeviceChecks {
    private static final String NAME = "device";

    private final Optional<DeviceWatch> device;
    private final Duration limit;

    DeviceChecks(Optional<DeviceWatch> device, TrainerConfig config) {
        this.device = device;
        this.limit = config.health().timeout();
    }

    void start(@Observes StartupEvent event) {
        device.ifPresent(this::register);
    }

    void stop(@Observes ShutdownEvent event) {
        device.ifPresent(watch -> remove());
    }

    /** Adds the checks of a device. */
    public void register(DeviceWatch watch) {
        TimedCheck check = new TimedCheck(watch::requireUsable, DeviceChecks::onThread);
        HealthRegistries.getRegistry(HealthType.READINESS).register(NAME, () -> answer(check.fault(limit)));
        HealthRegistries.getRegistry(HealthType.LIVENESS).register(NAME, () -> {
            check.fault(limit);
            DeviceHealth health = watch.health();
            return answer(health.restart() ? health.reason() : Optional.empty());
        });
    }

    /** Takes them away. */
    public void remove() {
        HealthRegistries.getRegistry(HealthType.READINESS).remove(NAME);
        HealthRegistries.getRegistry(HealthType.LIVENESS).remove(NAME);
    }

    private static void onThread(Runnable work) {
        Thread thread = new Thread(work, "health-device");
        thread.setDaemon(true);
        thread.start();
    }

    private static HealthCheckResponse answer(Optional<String> fault) {
        HealthCheckResponseBuilder answer = HealthCheckResponse.named(NAME).status(fault.isEmpty());
        fault.ifPresent(reason -> answer.withData("reason", reason));
        return answer.build();
    }
}
