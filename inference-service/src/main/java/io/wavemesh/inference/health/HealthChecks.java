package io.wavemesh.inference.health;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.wavemesh.contracts.store.ObjectStore;
import io.wavemesh.device.DeviceWatch;
import io.wavemesh.health.DeviceChecks;
import io.wavemesh.health.TimedCheck;
import io.wavemesh.inference.config.InferenceConfig;
import io.wavemesh.inference.domain.Engine;
import io.wavemesh.inference.kafka.AdapterFeed;
import io.wavemesh.inference.kafka.ErasureFeed;
import io.wavemesh.inference.kafka.GenerationRequestFeed;
import io.wavemesh.messaging.BrokerProbe;
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

/** Live while the threads go on; ready while broker, store and model are there and every adapter is known. */
@ApplicationScoped
class HealthChecks {
    private final TimedCheck broker;
    private final TimedCheck store;
    private final Engine engine;
    private final AdapterFeed feed;
    private final ErasureFeed erasures;
    private final GenerationRequestFeed requests;

    HealthChecks(
            InferenceConfig config,
            BrokerProbe probe,
            ObjectStore objects,
            Engine engine,
            AdapterFeed feed,
            ErasureFeed erasures,
            GenerationRequestFeed requests) {
        Duration limit = config.health().timeout();
        this.broker = new TimedCheck("broker", () -> probe.probe(limit), limit);
        this.store = new TimedCheck("store", objects::probe, limit);
        this.engine = engine;
        this.feed = feed;
        this.erasures = erasures;
        this.requests = requests;
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
        return () -> HealthCheckResponse.named("threads")
                .status(engine.isAlive() && feed.isAlive() && erasures.isAlive() && requests.isAlive())
                .build();
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
    HealthCheck model() {
        return () -> HealthCheckResponse.named("model")
                .status(engine.state() == Engine.State.LOADED)
                .withData("state", engine.state().name().toLowerCase(Locale.ROOT))
                .build();
    }

    @Produces
    @Readiness
    HealthCheck adapters() {
        return () -> HealthCheckResponse.named("adapters")
                .status(feed.isCaughtUp() && feed.isReading() && erasures.isCaughtUp() && erasures.isReading())
                .build();
    }

    @Produces
    @Readiness
    HealthCheck requests() {
        return () -> HealthCheckResponse.named("requests")
                .status(requests.isTaking())
                .build();
    }
}
