package io.wavemesh.ingest.health;

import io.wavemesh.contracts.store.ObjectStore;
import io.wavemesh.ingest.config.IngestConfig;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Whether the object store can be written to; a file system that hangs counts as away. */
@Readiness
@ApplicationScoped
class StoreReadiness implements HealthCheck {
    private static final String NAME = "store";

    private final ObjectStore objects;
    private final IngestConfig config;
    private CompletableFuture<Boolean> running = CompletableFuture.completedFuture(true);

    StoreReadiness(ObjectStore objects, IngestConfig config) {
        this.objects = objects;
        this.config = config;
    }

    @Override
    public HealthCheckResponse call() {
        try {
            boolean answered = probe().completeOnTimeout(
                            false, config.health().timeout().toMillis(), TimeUnit.MILLISECONDS)
                    .join();
            return answered ? HealthCheckResponse.up(NAME) : HealthCheckResponse.down(NAME);
        } catch (CompletionException e) {
            return HealthCheckResponse.down(NAME);
        }
    }

    /** A probe that hangs is waited for by the next checks too: threads must not pile up. */
    private synchronized CompletableFuture<Boolean> probe() {
        if (running.isDone()) {
            running = CompletableFuture.supplyAsync(() -> {
                objects.probe();
                return true;
            });
        }
        return running.copy();
    }
}
