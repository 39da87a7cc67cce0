package io.wavemesh.trainer.health;

import io.wavemesh.contracts.store.ObjectStore;
import io.wavemesh.messaging.BrokerProbe;
import io.wavemesh.messaging.TimedCheck;
import io.wavemesh.trainer.Worker;
import io.wavemesh.trainer.config.TrainerConfig;
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

/** Live while the threads go on; ready while broker and store answer, the model is loaded and jobs are taken. */
@ApplicationScoped
class HealthChecks {
    private final Duration limit;
    private final Worker worker;
    private final TimedCheck broker;
    private final TimedCheck store;
    private final ExecutorService threads = Executors.newCachedThreadPool(work -> {
        Thread thread = new Thread(work, "health");
        thread.setDaemon(true);
        return thread;
    });

    HealthChecks(TrainerConfig config, Worker worker, BrokerProbe probe, ObjectStore objects) {
        this.limit = config.health().timeout();
        this.worker = worker;
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
        return () ->
                HealthCheckResponse.named("threads").status(worker.isAlive()).build();
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
    HealthCheck worker() {
        return () -> HealthCheckResponse.named("worker")
                .status(worker.state() == Worker.State.WORKING)
                .withData("state", worker.state().name().toLowerCase(Locale.ROOT))
                .build();
    }

    private static HealthCheckResponse answer(String name, Optional<String> fault) {
        HealthCheckResponseBuilder answer = HealthCheckResponse.named(name).status(fault.isEmpty());
        fault.ifPresent(reason -> answer.withData("reason", reason));
        return answer.build();
    }
}
