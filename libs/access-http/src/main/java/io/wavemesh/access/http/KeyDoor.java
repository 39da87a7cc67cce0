package io.wavemesh.access.http;

import io.quarkus.runtime.configuration.ConfigurationException;
import io.wavemesh.access.Caller;
import io.wavemesh.access.KeyFileException;
import io.wavemesh.access.WatchedKeys;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/** Lets API keys in, and looks at their file again and again. */
@Singleton
final class KeyDoor {
    private static final Logger LOG = Logger.getLogger(KeyDoor.class);

    private final AccessMeters meters;
    private final Optional<WatchedKeys> keys;
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor(work -> {
        Thread thread = new Thread(work, "key-file");
        thread.setDaemon(true);
        return thread;
    });

    /** Throws {@link ConfigurationException} if there is a key file that can't be used. */
    KeyDoor(AccessConfig config, AccessMeters meters) {
        this.meters = meters;
        this.keys = config.keys().file().map(KeyDoor::open);
        long millis = config.keys().reloadInterval().toMillis();
        keys.ifPresent(
                watched -> clock.scheduleWithFixedDelay(() -> refresh(watched), millis, millis, TimeUnit.MILLISECONDS));
    }

    /** Who holds a key. */
    Optional<Caller> find(String presented) {
        return keys.flatMap(watched -> watched.ring().find(presented));
    }

    @PreDestroy
    void close() {
        clock.shutdownNow();
    }

    private static WatchedKeys open(Path file) {
        try {
            WatchedKeys keys = WatchedKeys.open(file);
            LOG.infof("API keys are read file=%s keys=%d", file, keys.ring().size());
            return keys;
        } catch (KeyFileException e) {
            throw new ConfigurationException("access.keys.file: " + e.getMessage());
        }
    }

    private void refresh(WatchedKeys watched) {
        switch (watched.refresh()) {
            case CHANGED ->
                LOG.infof("the key file has changed keys=%d", watched.ring().size());
            case BROKEN ->
                LOG.errorf(
                        "the key file can't be used, the last good keys count on: %s",
                        watched.fault().orElse(""));
            case SAME -> {}
        }
        meters.keyFile(watched.fault().isEmpty());
    }
}
