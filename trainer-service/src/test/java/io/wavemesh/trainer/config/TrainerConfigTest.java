package io.wavemesh.trainer.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import io.smallrye.config.validator.BeanValidationConfigValidatorImpl;
import java.lang.reflect.Method;
import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TrainerConfigTest {
    /** Every key, set to another value than the default. */
    private static final Map<String, String> ALL = Map.ofEntries(
            Map.entry("trainer.kafka.bootstrap-servers", "a:1,b:2"),
            Map.entry("trainer.kafka.topic-prefix", "prod."),
            Map.entry("trainer.kafka.compacted-topics.segment-time", "2s"),
            Map.entry("trainer.kafka.compacted-topics.delete-retention", "1s"),
            Map.entry("trainer.kafka.group-id", "mine"),
            Map.entry("trainer.kafka.request-timeout", "5s"),
            Map.entry("trainer.kafka.record-lock", "60s"),
            Map.entry("trainer.kafka.attempts", "3"),
            Map.entry("trainer.kafka.retry-pause", "2s"),
            Map.entry("trainer.kafka.max-retry-pause", "40s"),
            Map.entry("trainer.kafka.shutdown-grace", "25s"),
            Map.entry("trainer.kafka.security.sasl.username", "trainer"),
            Map.entry("trainer.kafka.properties.\"security.protocol\"", "SSL"),
            Map.entry("trainer.store.root", "/store"),
            Map.entry("trainer.model.path", "/model"),
            Map.entry("trainer.model.variant", "fp16"),
            Map.entry("trainer.model.id", "sdxl"),
            Map.entry("trainer.engine.device", "cuda:1"),
            Map.entry("trainer.engine.precision", "bfloat16"),
            Map.entry("trainer.engine.threads", "3"),
            Map.entry("trainer.engine.activations", "keep"),
            Map.entry("trainer.engine.deterministic", "true"),
            Map.entry("trainer.engine.memory-limit", "16G"),
            Map.entry("trainer.engine.cache-folder", "/cache"),
            Map.entry("trainer.engine.work-folder", "/work-folder"),
            Map.entry("trainer.pictures.max-size", "8M"),
            Map.entry("trainer.pictures.max-pixels", "1000"),
            Map.entry("trainer.progress.interval", "200ms"),
            Map.entry("trainer.checkpoints.interval", "10s"),
            Map.entry("trainer.jobs.limit", "1"),
            Map.entry("trainer.jobs.idle-time", "30s"),
            Map.entry("trainer.health.timeout", "1s"));

    @Test
    void hasDefaultsForAllButTheModel() {
        TrainerConfig config = config(Map.of("trainer.model.path", "/model"));

        assertThat(config.kafka().bootstrapServers()).isEqualTo("localhost:9092");
        assertThat(config.kafka().topicPrefix()).isEmpty();
        assertThat(config.kafka().recordLock()).isEqualTo(Duration.ofSeconds(30));
        assertThat(config.kafka().attempts()).isEqualTo(5);
        assertThat(config.engine().device()).isEqualTo("cpu");
        assertThat(config.engine().precision()).isEmpty();
        assertThat(config.engine().deterministic()).isFalse();
        assertThat(config.engine().memoryLimit().asLongValue()).isZero();
        assertThat(config.pictures().maxSize().asLongValue()).isEqualTo(32L << 20);
        SettingRelations.check(config);
    }

    @Test
    void takesEveryKey() {
        TrainerConfig config = config(ALL);

        assertThat(config.kafka().topicPrefix()).contains("prod.");
        assertThat(config.kafka().security().sasl().username()).contains("trainer");
        assertThat(config.kafka().properties()).containsEntry("security.protocol", "SSL");
        assertThat(config.kafka().shutdownGrace()).isEqualTo(Duration.ofSeconds(25));
        assertThat(config.model().variant()).contains("fp16");
        assertThat(config.engine().activations()).isEqualTo(TrainerConfig.Activations.KEEP);
        assertThat(config.engine().precision()).contains(TrainerConfig.Precision.BFLOAT16);
        assertThat(config.engine().deterministic()).isTrue();
        assertThat(config.engine().memoryLimit().asLongValue()).isEqualTo(16L << 30);
        assertThat(config.pictures().maxPixels()).isEqualTo(1000);
        assertThat(config.jobs().limit()).isEqualTo(1);
        assertThat(config.jobs().idleTime()).isEqualTo(Duration.ofSeconds(30));
        assertThat(config.checkpoints().interval()).isEqualTo(Duration.ofSeconds(10));
        SettingRelations.check(config);
    }

    @Test
    void everyKeyHasACaseHere() {
        Set<String> keys = new TreeSet<>();
        collect("trainer", TrainerConfig.class, keys);

        assertThat(ALL.keySet().stream().map(key -> key.replaceAll("\\.\".*|(?<=security|store)\\..*", "")))
                .containsExactlyInAnyOrderElementsOf(keys);
    }

    @ParameterizedTest
    @CsvSource({
        "trainer.kafka.attempts, 0",
        "trainer.kafka.attempts, 10",
        "trainer.kafka.topic-prefix, a b",
        "trainer.kafka.group-id, a b",
        "trainer.model.id, ../x",
        "trainer.engine.device, tpu",
        "trainer.engine.precision, float64",
        "trainer.engine.threads, -1",
        "trainer.engine.activations, maybe",
        "trainer.engine.memory-limit, much",
        "trainer.pictures.max-pixels, 0",
        "trainer.checkpoints.interval, soon",
        "trainer.kafka.atempts, 3"
    })
    void refusesWhatIsOutOfRangeOrMisspelt(String key, String value) {
        Map<String, String> settings = new HashMap<>(Map.of("trainer.model.path", "/model"));
        settings.put(key, value);

        assertThatThrownBy(() -> config(settings)).isInstanceOf(RuntimeException.class);
    }

    @Test
    void tellsAllBrokenRelationsAtOnce() {
        TrainerConfig config = config(Map.of(
                "trainer.model.path", "/model",
                "trainer.progress.interval", "5s",
                "trainer.checkpoints.interval", "-1s",
                "trainer.kafka.retry-pause", "50s",
                "trainer.engine.memory-limit", "1G",
                "trainer.engine.precision", "bfloat16"));

        assertThatThrownBy(() -> SettingRelations.check(config))
                .hasMessageContaining("trainer.progress.interval")
                .hasMessageContaining("trainer.checkpoints.interval")
                .hasMessageContaining("trainer.kafka.max-retry-pause")
                .hasMessageContaining("trainer.engine.memory-limit")
                .hasMessageContaining("trainer.engine.precision");
    }

    private static TrainerConfig config(Map<String, String> settings) {
        SmallRyeConfig config = new SmallRyeConfigBuilder()
                .addDiscoveredConverters()
                .withValidator(new BeanValidationConfigValidatorImpl())
                .withMapping(TrainerConfig.class)
                .withSources(new PropertiesConfigSource(settings, "test", 100))
                .build();
        return config.getConfigMapping(TrainerConfig.class);
    }

    private static void collect(String prefix, Class<?> group, Set<String> keys) {
        for (Method method : group.getDeclaredMethods()) {
            String key =
                    prefix + "." + method.getName().replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
            if (method.getReturnType().getEnclosingClass() == TrainerConfig.class
                    && method.getReturnType().isInterface()) {
                collect(key, method.getReturnType(), keys);
            } else {
                keys.add(key);
            }
        }
    }
}
