package io.wavemesh.ingest.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quarkus.runtime.configuration.ConfigurationException;
import io.quarkus.runtime.configuration.DurationConverter;
import io.quarkus.runtime.configuration.MemorySize;
import io.quarkus.runtime.configuration.MemorySizeConverter;
import io.smallrye.config.ConfigValidationException;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import io.smallrye.config.validator.BeanValidationConfigValidatorImpl;
import java.lang.reflect.Method;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class IngestConfigTest {
    private static final Map<String, String> OTHERS = Map.ofEntries(
            Map.entry("ingest.kafka.bootstrap-servers", "kafka-1:9092,kafka-2:9092"),
            Map.entry("ingest.kafka.topic-prefix", "prod."),
            Map.entry("ingest.kafka.request-timeout", "20s"),
            Map.entry("ingest.kafka.security.sasl.username", "ingest"),
            Map.entry("ingest.kafka.properties.\"security.protocol\"", "SSL"),
            Map.entry("ingest.store.root", "/srv/objects"),
            Map.entry("ingest.pictures.min-count", "2"),
            Map.entry("ingest.pictures.max-count", "10"),
            Map.entry("ingest.pictures.max-size", "5M"),
            Map.entry("ingest.pictures.max-set-size", "50M"),
            Map.entry("ingest.pictures.max-pixels", "1000000"),
            Map.entry("ingest.pictures.min-side", "128"),
            Map.entry("ingest.pictures.concurrent-uploads", "3"),
            Map.entry("ingest.pictures.concurrent-decodes", "4"),
            Map.entry("ingest.pictures.decode-patience", "5s"),
            Map.entry("ingest.uploads.abandoned-after", "2h"),
            Map.entry("ingest.subjects.instance-token", "sks"),
            Map.entry("ingest.subjects.max-held", "100"),
            Map.entry("ingest.subjects.page-size", "10"),
            Map.entry("ingest.kafka.compacted-topics.segment-time", "2s"),
            Map.entry("ingest.kafka.compacted-topics.delete-retention", "1s"),
            Map.entry("ingest.erasure.patience", "1s"),
            Map.entry("ingest.erasure.takeover", "1s"),
            Map.entry("ingest.erasure.settle", "1s"),
            Map.entry("ingest.events.keep-alive", "1s"),
            Map.entry("ingest.recovery.group-id", "mine"),
            Map.entry("ingest.recovery.silence", "10s"),
            Map.entry("ingest.recovery.interval", "1s"),
            Map.entry("ingest.backlog.group-id", "theirs"),
            Map.entry("ingest.backlog.interval", "2s"),
            Map.entry("ingest.backlog.trim-interval", "3s"),
            Map.entry("ingest.health.timeout", "1s"));

    @Test
    void hasDefaults() {
        IngestConfig config = config(Map.of());

        assertThat(config.kafka().bootstrapServers()).isEqualTo("localhost:9092");
        assertThat(config.kafka().topicPrefix()).isEmpty();
        assertThat(config.kafka().requestTimeout()).isEqualTo(Duration.ofSeconds(10));
        assertThat(config.kafka().security().sasl().username()).isEmpty();
        assertThat(config.kafka().properties()).isEmpty();
        assertThat(config.store().root()).isEqualTo(Path.of("data/objects"));
        assertThat(config.pictures().minCount()).isEqualTo(1);
        assertThat(config.pictures().maxCount()).isEqualTo(64);
        assertThat(config.pictures().maxSize().asLongValue()).isEqualTo(32L << 20);
        assertThat(config.pictures().maxSetSize().asLongValue()).isEqualTo(256L << 20);
        assertThat(config.pictures().maxPixels()).isEqualTo(50_000_000);
        assertThat(config.pictures().minSide()).isEqualTo(64);
        assertThat(config.pictures().concurrentUploads()).isEqualTo(16);
        assertThat(config.pictures().concurrentDecodes()).isEqualTo(2);
        assertThat(config.pictures().decodePatience()).isEqualTo(Duration.ofSeconds(30));
        assertThat(config.uploads().abandonedAfter()).isEqualTo(Duration.ofHours(24));
        assertThat(config.subjects().instanceToken()).isEqualTo("zjw");
        assertThat(config.subjects().maxHeld()).isEqualTo(50_000);
        assertThat(config.subjects().pageSize()).isEqualTo(50);
        assertThat(config.events().keepAlive()).isEqualTo(Duration.ofSeconds(15));
        assertThat(config.recovery().groupId()).isEqualTo("wavemesh-trainers");
        assertThat(config.recovery().silence()).isEqualTo(Duration.ofSeconds(60));
        assertThat(config.recovery().interval()).isEqualTo(Duration.ofSeconds(15));
        assertThat(config.backlog().groupId()).isEqualTo("wavemesh-inference");
        assertThat(config.backlog().interval()).isEqualTo(Duration.ofSeconds(10));
        assertThat(config.backlog().trimInterval()).isEqualTo(Duration.ofMinutes(1));
        assertThat(config.health().timeout()).isEqualTo(Duration.ofSeconds(3));
    }

    @Test
    void takesEverySetting() {
        IngestConfig config = config(OTHERS);

        assertThat(config.kafka().bootstrapServers()).isEqualTo("kafka-1:9092,kafka-2:9092");
        assertThat(config.kafka().topicPrefix()).contains("prod.");
        assertThat(config.kafka().requestTimeout()).isEqualTo(Duration.ofSeconds(20));
        assertThat(config.kafka().security().sasl().username()).contains("ingest");
        assertThat(config.kafka().properties()).isEqualTo(Map.of("security.protocol", "SSL"));
        assertThat(config.store().root()).isEqualTo(Path.of("/srv/objects"));
        assertThat(config.pictures().minCount()).isEqualTo(2);
        assertThat(config.pictures().maxCount()).isEqualTo(10);
        assertThat(config.pictures().maxSize().asLongValue()).isEqualTo(5L << 20);
        assertThat(config.pictures().maxSetSize().asLongValue()).isEqualTo(50L << 20);
        assertThat(config.pictures().maxPixels()).isEqualTo(1_000_000);
        assertThat(config.pictures().minSide()).isEqualTo(128);
        assertThat(config.pictures().concurrentUploads()).isEqualTo(3);
        assertThat(config.pictures().concurrentDecodes()).isEqualTo(4);
        assertThat(config.pictures().decodePatience()).isEqualTo(Duration.ofSeconds(5));
        assertThat(config.uploads().abandonedAfter()).isEqualTo(Duration.ofHours(2));
        assertThat(config.subjects().instanceToken()).isEqualTo("sks");
        assertThat(config.subjects().maxHeld()).isEqualTo(100);
        assertThat(config.subjects().pageSize()).isEqualTo(10);
        assertThat(config.events().keepAlive()).isEqualTo(Duration.ofSeconds(1));
        assertThat(config.recovery().groupId()).isEqualTo("mine");
        assertThat(config.recovery().silence()).isEqualTo(Duration.ofSeconds(10));
        assertThat(config.recovery().interval()).isEqualTo(Duration.ofSeconds(1));
        assertThat(config.backlog().groupId()).isEqualTo("theirs");
        assertThat(config.backlog().interval()).isEqualTo(Duration.ofSeconds(2));
        assertThat(config.backlog().trimInterval()).isEqualTo(Duration.ofSeconds(3));
        assertThat(config.health().timeout()).isEqualTo(Duration.ofSeconds(1));
        ConfigCheck.check(config);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "ingest.kafka.bootstrap-servers|' '",
                "ingest.kafka.topic-prefix|a b",
                "ingest.kafka.request-timeout|soon",
                "ingest.pictures.min-count|0",
                "ingest.pictures.max-count|1001",
                "ingest.pictures.max-size|big",
                "ingest.pictures.max-pixels|4095",
                "ingest.pictures.max-pixels|700000001",
                "ingest.pictures.min-side|0",
                "ingest.pictures.concurrent-uploads|0",
                "ingest.pictures.concurrent-decodes|0",
                "ingest.subjects.instance-token|a b",
                "ingest.subjects.max-held|0",
                "ingest.subjects.page-size|1001",
                "ingest.recovery.group-id|a b",
                "ingest.recovery.silence|soon",
                "ingest.recovery.interval|often",
                "ingest.backlog.group-id|a b",
                "ingest.backlog.interval|often",
                "ingest.picture.max-count|5",
                "ingest.pictures.max-cuont|5",
            })
    void refusesWrongValuesAndKeys(String key, String value) {
        assertThatThrownBy(() -> config(Map.of(key, value)))
                .isInstanceOf(ConfigValidationException.class)
                .hasMessageContaining(key.substring("ingest.".length()));
    }

    @Test
    void looksAtTimesThatMakeSense() {
        IngestConfig config = config(Map.of(
                "ingest.recovery.silence", "1ms",
                "ingest.recovery.interval", "-1s",
                "ingest.backlog.interval", "-1s",
                "ingest.backlog.trim-interval", "-1s"));

        assertThatThrownBy(() -> ConfigCheck.check(config))
                .hasMessageContainingAll(
                        "ingest.recovery.silence",
                        "ingest.recovery.interval",
                        "ingest.backlog.interval",
                        "ingest.backlog.trim-interval");
    }

    @Test
    void tellsAllWrongRelationsTogether() {
        IngestConfig config = config(Map.of(
                "ingest.kafka.request-timeout", "1ms",
                "ingest.pictures.decode-patience", "0s",
                "ingest.events.keep-alive", "1ms",
                "ingest.health.timeout", "1ms",
                "ingest.pictures.min-count", "5",
                "ingest.pictures.max-count", "4",
                "ingest.pictures.max-size", "2000M",
                "ingest.pictures.max-set-size", "1M",
                "ingest.pictures.max-pixels", "4096",
                "ingest.pictures.min-side", "65"));

        assertThatThrownBy(() -> ConfigCheck.check(config))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContainingAll(
                        "request-timeout",
                        "decode-patience",
                        "keep-alive",
                        "health.timeout",
                        "min-count 5",
                        "max-size must",
                        "max-set-size must",
                        "min-side 65");
    }

    @Test
    void hasACaseForEverySetting() {
        Set<String> named = new TreeSet<>();
        OTHERS.keySet().forEach(key -> named.add(key.replaceAll("(properties|security|store)\\..*", "$1")));

        assertThat(named).isEqualTo(keys("ingest", IngestConfig.class));
    }

    private static Set<String> keys(String prefix, Class<?> group) {
        Set<String> keys = new TreeSet<>();
        for (Method method : group.getDeclaredMethods()) {
            String key =
                    prefix + "." + method.getName().replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
            if (method.getReturnType().getEnclosingClass() == IngestConfig.class) {
                keys.addAll(keys(key, method.getReturnType()));
            } else {
                keys.add(key);
            }
        }
        return keys;
    }

    private static IngestConfig config(Map<String, String> settings) {
        return new SmallRyeConfigBuilder()
                .withValidator(new BeanValidationConfigValidatorImpl())
                .withConverter(MemorySize.class, 100, new MemorySizeConverter())
                .withConverter(Duration.class, 100, new DurationConverter())
                .withSources(new PropertiesConfigSource(new HashMap<>(settings), "test", 100))
                .withMapping(IngestConfig.class)
                .build()
                .getConfigMapping(IngestConfig.class);
    }
}
