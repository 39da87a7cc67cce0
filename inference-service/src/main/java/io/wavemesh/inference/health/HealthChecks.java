package io.wavemesh.inference.health;

import io.wavemesh.contracts.store.ObjectStore;
import io.wavemesh.inference.config.InferenceConfig;
import io.wavemesh.inference.domain.Engine;
import io.wavemesh.inference.kafka.AdapterFeed;
import io.wavemesh.messaging.BrokerProbe;
import io.wavemesh.messaging.TimedCheck;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;
import org.eclipse.microprofile.health.Liveness;
import org.eclipse.microprofile.health.Readiness;

/** Live while the threads go on; ready while broker, store and model are there and every adapter is known. */
@ApplicationScoped
class HealthChecks {
    private final Duration limit;
    private final Engine engine;
    private final AdapterFeed feed;
    private final TimedCheck broker;
    private final TimedCheck store;
    private final ExecutorService threads = Executors.newCachedThreadPool(work -> {
        Thread thread = new Thread(work, "health");
        thread.setDaemon(true);
        return thread;
    });

    HealthChecks(InferenceConfig config, Engine engine, AdapterFeed feed, BrokerProbe probe, ObjectStore objects) {
        this.limit = config.health().timeout();
        this.engine = engine;
        this.feed = feed;
        this.broker = new TimedCheck(() -> probe.probe(limit), threads);
        this.store = new TimedCheck(objects::probe, threads);
    }

    @PreDestroy
    void stop() {
        threads.shutdownNow();
    }

    @Produces
    @Liveness
    HealthCheck threads() {
        return () -> HealthCheckResponse.named("threads")
                .status(engine.isAlive() && feed.isAlive())
                .build();
    }

    @Produces
    @Readiness
    HealthCheck broker() {
        return () -> answer("broker", broker.fault(limit));
    }

    @Produces
    @Readiness
    HealthCheck store() {
        return () -> answer("store", store.fault(limit));
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
        return () ->
                HealthCheckResponse.named("adapters").status(feed.isCaughtUp()).build();
    }

    private static HealthCheckResponse answer(String name, Optional<String> fault) {
        HealthCheckResponseBuilder answer = HealthCheckResponse.named(name).status(fault.isEmpty());
        fault.ifPresent(reason -> answer.withData("reason", reason));
        return answer.build();
    }
}
