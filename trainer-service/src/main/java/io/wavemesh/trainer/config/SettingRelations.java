package io.wavemesh.trainer.config;

import io.quarkus.runtime.configuration.ConfigurationException;
import io.wavemesh.store.ObjectStores;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What must hold between settings, checked once at the start. */
public final class SettingRelations {
    private final List<String> faults = new ArrayList<>();

    private SettingRelations() {}

    /** Throws {@link ConfigurationException} that tells every fault at once. */
    public static void check(TrainerConfig config) {
        SettingRelations check = new SettingRelations();
        check.kafka(config.kafka());
        check.range(
                "trainer.progress.interval",
                config.progress().interval(),
                Duration.ofMillis(50),
                Duration.ofSeconds(1));
        check.range("trainer.jobs.idle-time", config.jobs().idleTime(), Duration.ZERO, Duration.ofDays(1));
        check.range("trainer.health.timeout", config.health().timeout(), Duration.ofMillis(100), Duration.ofMinutes(1));
        check.range(
                "trainer.checkpoints.interval", config.checkpoints().interval(), Duration.ZERO, Duration.ofHours(1));
        long maxBytes = config.pictures().maxSize().asLongValue();
        if (maxBytes < 1 || maxBytes > Integer.MAX_VALUE / 2) {
            check.faults.add("trainer.pictures.max-size must be in 1.." + Integer.MAX_VALUE / 2 + ", was " + maxBytes);
        }
        check.engine(config.engine());
        check.faults.addAll(ObjectStores.faults("trainer.store", config.store()));
        if (!check.faults.isEmpty()) {
            throw new ConfigurationException("settings do not work: " + String.join("; ", check.faults));
        }
    }

    private void engine(TrainerConfig.Engine engine) {
        long limit = engine.memoryLimit().asLongValue();
        boolean cpu = engine.device().equals("cpu");
        if (cpu && engine.precision().equals(Optional.of(TrainerConfig.Precision.BFLOAT16))) {
            faults.add("trainer.engine.precision must be float32 on the device cpu, was bfloat16");
        }
        if (limit < 0 || cpu && limit > 0) {
            faults.add("trainer.engine.memory-limit must be " + (cpu ? "0 on the device cpu" : "0 or more") + ", was "
                    + limit);
        }
    }

    private void kafka(TrainerConfig.Kafka kafka) {
        Duration hour = Duration.ofHours(1);
        range("trainer.kafka.request-timeout", kafka.requestTimeout(), Duration.ofSeconds(1), hour);
        range("trainer.kafka.record-lock", kafka.recordLock(), Duration.ofSeconds(1), hour);
        range("trainer.kafka.retry-pause", kafka.retryPause(), Duration.ZERO, hour);
        range("trainer.kafka.max-retry-pause", kafka.maxRetryPause(), Duration.ZERO, hour);
        range("trainer.kafka.shutdown-grace", kafka.shutdownGrace(), Duration.ZERO, hour);
        if (kafka.maxRetryPause().compareTo(kafka.retryPause()) < 0) {
            faults.add("trainer.kafka.max-retry-pause " + kafka.maxRetryPause() + " is below trainer.kafka.retry-pause "
                    + kafka.retryPause());
        }
    }

    private void range(String key, Duration value, Duration least, Duration most) {
        if (value.compareTo(least) < 0 || value.compareTo(most) > 0) {
            faults.add(key + " must be in " + least + ".." + most + ", was " + value);
        }
    }
}
