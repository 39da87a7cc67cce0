package io.wavemesh.ingest.config;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.wavemesh.contracts.RetryableException;
import io.wavemesh.store.MeshObjectStore;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/** Wraps subjects' keys by the current master key after a start, in the background; in one service, since once is enough. */
@Singleton
final class KeyRotation {
    private static final Logger LOG = Logger.getLogger(KeyRotation.class);
    private static final Duration PAUSE = Duration.ofSeconds(10);

    private final MeshObjectStore objects;
    private final CountDownLatch ending = new CountDownLatch(1);

    KeyRotation(MeshObjectStore objects) {
        this.objects = objects;
    }

    void begin(@Observes StartupEvent event) {
        Thread thread = new Thread(this::untilDone, "key-rotation");
        thread.setDaemon(true);
        thread.start();
    }

    void end(@Observes ShutdownEvent event) {
        ending.countDown();
    }

    private void untilDone() {
        try {
            do {
                try {
                    int rotated = objects.rotateKeys();
                    if (rotated > 0) {
                        LOG.infof("subjects' keys are wrapped by the current master key, rotated=%d", rotated);
                    }
                    return;
                } catch (RetryableException e) {
                    LOG.warnf("subjects' keys can not be wrapped anew yet, cause=%s", e.getMessage());
                } catch (RuntimeException e) {
                    LOG.error("subjects' keys can not be wrapped anew", e);
                    return;
                }
            } while (!ending.await(PAUSE.toMillis(), TimeUnit.MILLISECONDS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
