package io.wavemesh.inference.config;

import io.quarkus.runtime.configuration.ConfigurationException;
import io.wavemesh.store.ObjectStores;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What no single setting can say: relations between settings, and facts of the machine. */
public final class SettingRelations {
    private static final Duration SHORTEST_KEEP = Duration.ofHours(1);

    private SettingRelations() {}

    /** Throws {@link ConfigurationException} that tells every fault at once. */
    public static void check(InferenceConfig config) {
        List<String> faults = faults(config);
        if (!faults.isEmpty()) {
            throw new ConfigurationException("the configuration is wrong: " + String.join("; ", faults));
        }
    }

    /** Every fault, each one line that begins with a key; empty if there is none. */
    public static List<String> faults(InferenceConfig config) {
        List<String> faults = new ArrayList<>();
        positive(faults, "inference.kafka.send-timeout", config.kafka().sendTimeout());
        positive(faults, "inference.queue.retention", config.queue().retention());
        positive(faults, "inference.requests.record-lock", config.requests().recordLock());
        positive(faults, "inference.requests.retry-pause", config.requests().retryPause());
        if (config.requests().maxRetryPause().compareTo(config.requests().retryPause()) < 0) {
            faults.add("inference.requests.max-retry-pause must be at least inference.requests.retry-pause ("
                    + config.requests().retryPause() + "), was "
                    + config.requests().maxRetryPause());
        }
        images(faults, config);
        positive(faults, "inference.limits.time", config.limits().time());
        positive(faults, "inference.health.timeout", config.health().timeout());
        positive(faults, "inference.shutdown.limit", config.shutdown().limit());
        if (config.queue().retainedJobs() < config.queue().length()) {
            faults.add("inference.queue.retained-jobs must be at least inference.queue.length ("
                    + config.queue().length() + "), was " + config.queue().retainedJobs());
        }
        if (config.adapters().cacheSize().asLongValue() < 0) {
            faults.add("inference.adapters.cache-size must not be negative");
        }
        if (config.adapters().maxFileSize().asLongValue() < 1) {
            faults.add("inference.adapters.max-file-size must be at least 1");
        }
        engine(faults, config.engine());
        faults.addAll(ObjectStores.faults("inference.store", config.store()));
        if (!Files.isDirectory(config.model().path())) {
            faults.add("inference.model.path must be a folder, was "
                    + config.model().path());
        }
        return faults;
    }

    /** Whatever is under way, or can still be asked for by its job, must be younger. */
    private static void images(List<String> faults, InferenceConfig config) {
        Duration keep = config.images().keep();
        Duration least = Stream.of(
                        SHORTEST_KEEP,
                        config.queue().retention(),
                        config.limits().time())
                .max(Comparator.naturalOrder())
                .orElseThrow();
        if (!keep.isZero() && keep.compareTo(least) < 0) {
            faults.add("inference.images.keep must be 0 or at least " + least + " (an hour, inference.queue.retention,"
                    + " inference.limits.time), was " + keep);
        }
        positive(faults, "inference.images.sweep-interval", config.images().sweepInterval());
    }

    private static void engine(List<String> faults, InferenceConfig.Engine engine) {
        long limit = engine.memoryLimit().asLongValue();
        boolean cpu = engine.device().equals("cpu");
        if (cpu && engine.precision().equals(Optional.of(InferenceConfig.Precision.FP16))) {
            faults.add("inference.engine.precision must be fp32 on the device cpu, was fp16");
        }
        if (limit < 0 || cpu && limit > 0) {
            faults.add("inference.engine.memory-limit must be " + (cpu ? "0 on the device cpu" : "0 or more") + ", was "
                    + limit);
        }
    }

    private static void positive(List<String> faults, String key, Duration value) {
        if (value.isNegative() || value.isZero()) {
            faults.add(key + " must be longer than nothing, was " + value);
        }
    }
}
