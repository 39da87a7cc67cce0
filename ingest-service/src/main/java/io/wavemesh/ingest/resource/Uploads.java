package io.wavemesh.ingest.resource;

import io.quarkus.vertx.http.runtime.CurrentVertxRequest;
import io.wavemesh.ingest.config.IngestConfig;
import jakarta.inject.Singleton;
import java.util.concurrent.Semaphore;

/** Lets so many requests with a body in at once. Safe for threads. */
@Singleton
final class Uploads {
    private final Semaphore places;
    private final CurrentVertxRequest current;

    Uploads(IngestConfig config, CurrentVertxRequest current) {
        this.places = new Semaphore(config.pictures().concurrentUploads());
        this.current = current;
    }

    /** Takes a place until the present request is over, however it ends; ends it with a problem if there is none. */
    void enter() {
        if (!places.tryAcquire()) {
            throw new ProblemException(
                    ProblemType.TOO_MANY_UPLOADS,
                    "send the request again after a while, best with the same Idempotency-Key");
        }
        current.getCurrent().addEndHandler(end -> places.release());
    }
}
