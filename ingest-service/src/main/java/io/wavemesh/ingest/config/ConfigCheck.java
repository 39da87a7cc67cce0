package io.wavemesh.ingest.config;

import io.quarkus.runtime.configuration.ConfigurationException;
import io.wavemesh.store.ObjectStores;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Checks what no single setting can say: relations, and the ranges of durations and sizes. */
final class ConfigCheck {
    private static final long MAX_SET_BYTES = 2L << 30;
    private final List<String> faults = new ArrayList<>();

    private ConfigCheck() {}

    /** Throws {@link ConfigurationException} that tells every fault at once. */
    static void check(IngestConfig config) {
        ConfigCheck check = new ConfigCheck();
        check.durations(config);
        check.pictures(config.pictures());
        check.faults.addAll(ObjectStores.faults("ingest.store", config.store()));
        if (!check.faults.isEmpty()) {
            throw new ConfigurationException("settings do not work: " + String.join("; ", check.faults));
        }
    }

    private void durations(IngestConfig config) {
        atLeast("ingest.kafka.request-timeout", config.kafka().requestTimeout(), Duration.ofSeconds(1));
        atLeast(
                "ingest.kafka.compacted-topics.segment-time",
                config.kafka().compactedTopics().segmentTime(),
                Duration.ofSeconds(1));
        atLeast("ingest.erasure.patience", config.erasure().patience(), Duration.ofMillis(1));
        atLeast("ingest.erasure.takeover", config.erasure().takeover(), Duration.ofMillis(1));
        atLeast("ingest.erasure.settle", config.erasure().settle(), Duration.ofMillis(1));
        atLeast("ingest.pictures.decode-patience", config.pictures().decodePatience(), Duration.ofMillis(1));
        atLeast("ingest.uploads.abandoned-after", config.uploads().abandonedAfter(), Duration.ofHours(1));
        atLeast("ingest.events.keep-alive", config.events().keepAlive(), Duration.ofMillis(100));
        atLeast("ingest.recovery.silence", config.recovery().silence(), Duration.ofSeconds(1));
        atLeast("ingest.recovery.interval", config.recovery().interval(), Duration.ZERO);
        atLeast("ingest.backlog.interval", config.backlog().interval(), Duration.ZERO);
        atLeast("ingest.backlog.trim-interval", config.backlog().trimInterval(), Duration.ZERO);
        atLeast("ingest.health.timeout", config.health().timeout(), Duration.ofMillis(100));
    }

    private void pictures(IngestConfig.Pictures pictures) {
        if (pictures.minCount() > pictures.maxCount()) {
            faults.add("ingest.pictures.min-count " + pictures.minCount() + " is above ingest.pictures.max-count "
                    + pictures.maxCount());
        }
        long maxBytes = pictures.maxSize().asLongValue();
        if (maxBytes < 1 || maxBytes > Integer.MAX_VALUE / 2) {
            faults.add("ingest.pictures.max-size must be in 1.." + Integer.MAX_VALUE / 2 + ", was " + maxBytes);
        }
        long maxSetBytes = pictures.maxSetSize().asLongValue();
        if (maxSetBytes < maxBytes || maxSetBytes > MAX_SET_BYTES) {
            faults.add("ingest.pictures.max-set-size must be in ingest.pictures.max-size.." + MAX_SET_BYTES + ", was "
                    + maxSetBytes);
        }
        if ((long) pictures.minSide() * pictures.minSide() > pictures.maxPixels()) {
            faults.add("ingest.pictures.min-side " + pictures.minSide() + " needs more than ingest.pictures.max-pixels "
                    + pictures.maxPixels());
        }
    }

    private void atLeast(String key, Duration value, Duration least) {
        if (value.compareTo(least) < 0) {
            faults.add(key + " must be at least " + least + ", was " + value);
        }
    }
}
