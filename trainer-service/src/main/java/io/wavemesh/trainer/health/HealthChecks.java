package io.wavemesh.trainer.health;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.wavemesh.contracts.store.ObjectStore;
import io.wavemesh.device.DeviceWatch;
import io.wavemesh.health.DeviceChecks;
import io.wavemesh.health.TimedCheck;
import io.wavemesh.messaging.BrokerProbe;
import io.wavemesh.trainer.Worker;
import io.wavemesh.trainer.config.TrainerConfig;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Produces;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Liveness;
import org.eclipse.microprofile.health.Readiness;

/** Live while the threads go on; ready while broker and store answer, the model is loaded and jobs are taken. */
@ApplicationScoped
class HealthChecks {
    private final TimedCheck broker;
    private final TimedCheck store;
    private final Worker worker;

    HealthChecks(TrainerConfig config, BrokerProbe probe, ObjectStore objects, Worker worker) {
        Duration limit = config.health().timeout();
        this.broker = new TimedCheck("broker", () -> probe.probe(limit), limit);
        this.store = new TimedCheck("store", objects::probe, limit);
        this.worker = worker;
    }

    void start(@Observes StartupEvent event, DeviceChecks checks, Optional<DeviceWatch> device) {
        device.ifPresent(checks::register);
    }

    void stop(@Observes ShutdownEvent event, DeviceChecks checks) {
        checks.remove();
    }

    @Produces
    @Liveness
    HealthCheck threads() {
        return () ->
                HealthCheckResponse.named("threads").status(worker.isAlive()).build();
    }

    @Produces
    @Readiness
    HealthCheck broker() {
        return broker;
    }

    @Produces
    @Readiness
    HealthCheck store() {
        return store;
    }

    @Produces
    @Readiness
    HealthCheck worker() {
        return () -> HealthCheckResponse.named("worker")
                .status(worker.state() == Worker.State.WORKING && worker.isServed())
                .withData("state", worker.state().name().toLowerCase(Locale.ROOT))
                .withData("served", worker.isServed())
                .build();
    }
}
