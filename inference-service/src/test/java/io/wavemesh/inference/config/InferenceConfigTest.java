package io.wavemesh.inference.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quarkus.runtime.configuration.DurationConverter;
import io.quarkus.runtime.configuration.MemorySize;
import io.quarkus.runtime.configuration.MemorySizeConverter;
import io.smallrye.config.ConfigMappings;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import io.smallrye.config.validator.BeanValidationConfigValidator;
import io.wavemesh.messaging.SecuritySettings;
import jakarta.validation.Validation;
import jakarta.validation.Validator;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class InferenceConfigTest {
    private static final Validator VALIDATOR =
            Validation.buildDefaultValidatorFactory().getValidator();
    private static final Map<String, String> REQUIRED = Map.of("inference.model.path", "model");
    private static final Map<String, String> OTHERS = Map.ofEntries(
            Map.entry("inference.kafka.bootstrap-servers", "broker:1"),
            Map.entry("inference.kafka.topic-prefix", "prod."),
            Map.entry("inference.kafka.compacted-topics.segment-time", "2s"),
            Map.entry("inference.kafka.compacted-topics.delete-retention", "1s"),
            Map.entry("inference.kafka.send-timeout", "3s"),
            Map.entry("inference.kafka.security.protocol", "sasl-ssl"),
            Map.entry("inference.kafka.security.tls.trust-store", "/tls/ca.crt"),
            Map.entry("inference.kafka.security.tls.trust-store-password", "a"),
            Map.entry("inference.kafka.security.tls.trust-store-password-file", "/tls/a"),
            Map.entry("inference.kafka.security.tls.key-store", "/tls/tls.crt"),
            Map.entry("inference.kafka.security.tls.key", "/tls/tls.key"),
            Map.entry("inference.kafka.security.tls.key-store-password", "b"),
            Map.entry("inference.kafka.security.tls.key-store-password-file", "/tls/b"),
            Map.entry("inference.kafka.security.sasl.mechanism", "scram-sha-256"),
            Map.entry("inference.kafka.security.sasl.username", "inference"),
            Map.entry("inference.kafka.security.sasl.password", "c"),
            Map.entry("inference.kafka.security.sasl.password-file", "/user/password"),
            Map.entry("inference.kafka.properties.*", "x"),
            Map.entry("inference.store.root", "elsewhere"),
            Map.entry("inference.model.path", "other"),
            Map.entry("inference.model.variant", "fp16"),
            Map.entry("inference.model.id", "sdxl"),
            Map.entry("inference.model.threads", "3"),
            Map.entry("inference.engine.device", "cuda:1"),
            Map.entry("inference.engine.precision", "fp32"),
            Map.entry("inference.engine.memory-limit", "12G"),
            Map.entry("inference.queue.length", "5"),
            Map.entry("inference.queue.retained-jobs", "6"),
            Map.entry("inference.queue.retention", "7m"),
            Map.entry("inference.requests.enabled", "false"),
            Map.entry("inference.requests.group-id", "others"),
            Map.entry("inference.requests.parallel", "3"),
            Map.entry("inference.requests.record-lock", "21s"),
            Map.entry("inference.requests.attempts", "2"),
            Map.entry("inference.requests.retry-pause", "22s"),
            Map.entry("inference.requests.max-retry-pause", "23s"),
            Map.entry("inference.images.keep", "14d"),
            Map.entry("inference.images.sweep-interval", "24s"),
            Map.entry("inference.images.sweep-rate", "25"),
            Map.entry("inference.limits.images", "8"),
            Map.entry("inference.limits.steps", "9"),
            Map.entry("inference.limits.pixels", "4096"),
            Map.entry("inference.limits.prompt-length", "11"),
            Map.entry("inference.limits.adapters", "2"),
            Map.entry("inference.limits.time", "13s"),
            Map.entry("inference.batch.max-images", "14"),
            Map.entry("inference.batch.slice-steps", "15"),
            Map.entry("inference.adapters.cache-size", "16M"),
            Map.entry("inference.adapters.max-file-size", "17M"),
            Map.entry("inference.health.timeout", "18s"),
            Map.entry("inference.shutdown.limit", "19s"));

    @Test
    void hasDefaultsForAllButTheModel() {
        InferenceConfig config = mapped(REQUIRED);

        assertThat(config.kafka().bootstrapServers()).isEqualTo("localhost:9092");
        assertThat(config.kafka().topicPrefix()).isEmpty();
        assertThat(config.kafka().sendTimeout()).isEqualTo(Duration.ofSeconds(10));
        assertThat(config.kafka().security().protocol()).isEmpty();
        assertThat(config.kafka().security().sasl().username()).isEmpty();
        assertThat(config.kafka().properties()).isEmpty();
        assertThat(config.store().root()).isEqualTo(Path.of("data/objects"));
        assertThat(config.model().path()).isEqualTo(Path.of("model"));
        assertThat(config.model().variant()).isEmpty();
        assertThat(config.model().id()).isEmpty();
        assertThat(config.model().threads()).isZero();
        assertThat(config.queue().length()).isEqualTo(64);
        assertThat(config.queue().retainedJobs()).isEqualTo(1000);
        assertThat(config.queue().retention()).isEqualTo(Duration.ofHours(1));
        assertThat(config.requests().enabled()).isTrue();
        assertThat(config.requests().groupId()).isEqualTo("wavemesh-inference");
        assertThat(config.requests().parallel()).isEqualTo(4);
        assertThat(config.requests().recordLock()).isEqualTo(Duration.ofSeconds(30));
        assertThat(config.requests().attempts()).isEqualTo(5);
        assertThat(config.requests().retryPause()).isEqualTo(Duration.ofSeconds(1));
        assertThat(config.requests().maxRetryPause()).isEqualTo(Duration.ofSeconds(30));
        assertThat(config.images().keep()).isEqualTo(Duration.ofDays(30));
        assertThat(config.images().sweepInterval()).isEqualTo(Duration.ofHours(6));
        assertThat(config.images().sweepRate()).isEqualTo(20);
        assertThat(config.limits().images()).isEqualTo(10);
        assertThat(config.limits().steps()).isEqualTo(150);
        assertThat(config.limits().pixels()).isEqualTo(2_097_152);
        assertThat(config.limits().promptLength()).isEqualTo(2000);
        assertThat(config.limits().adapters()).isEqualTo(4);
        assertThat(config.limits().time()).isEqualTo(Duration.ofMinutes(10));
        assertThat(config.batch().maxImages()).isEqualTo(4);
        assertThat(config.batch().sliceSteps()).isEmpty();
        assertThat(config.engine().device()).isEqualTo("cpu");
        assertThat(config.engine().precision()).isEmpty();
        assertThat(config.engine().memoryLimit().asLongValue()).isZero();
        assertThat(config.adapters().cacheSize().asLongValue()).isEqualTo(512L << 20);
        assertThat(config.adapters().maxFileSize().asLongValue()).isEqualTo(1L << 30);
        assertThat(config.health().timeout()).isEqualTo(Duration.ofSeconds(2));
        assertThat(config.shutdown().limit()).isEqualTo(Duration.ofSeconds(30));
    }

    @Test
    void takesEveryKey() {
        InferenceConfig config = mapped(OTHERS);

        assertThat(config.kafka().bootstrapServers()).isEqualTo("broker:1");
        assertThat(config.kafka().topicPrefix()).contains("prod.");
        assertThat(config.kafka().sendTimeout()).isEqualTo(Duration.ofSeconds(3));
        SecuritySettings security = config.kafka().security();
        assertThat(security.protocol()).contains(SecuritySettings.Protocol.SASL_SSL);
        assertThat(security.tls().trustStore()).contains(Path.of("/tls/ca.crt"));
        assertThat(security.tls().trustStorePassword()).contains("a");
        assertThat(security.tls().trustStorePasswordFile()).contains(Path.of("/tls/a"));
        assertThat(security.tls().keyStore()).contains(Path.of("/tls/tls.crt"));
        assertThat(security.tls().key()).contains(Path.of("/tls/tls.key"));
        assertThat(security.tls().keyStorePassword()).contains("b");
        assertThat(security.tls().keyStorePasswordFile()).contains(Path.of("/tls/b"));
        assertThat(security.sasl().mechanism()).contains(SecuritySettings.Mechanism.SCRAM_SHA_256);
        assertThat(security.sasl().username()).contains("inference");
        assertThat(security.sasl().password()).contains("c");
        assertThat(security.sasl().passwordFile()).contains(Path.of("/user/password"));
        assertThat(config.kafka().properties()).containsOnlyKeys("*");
        assertThat(config.store().root()).isEqualTo(Path.of("elsewhere"));
        assertThat(config.model().path()).isEqualTo(Path.of("other"));
        assertThat(config.model().variant()).contains("fp16");
        assertThat(config.model().id()).contains("sdxl");
        assertThat(config.model().threads()).isEqualTo(3);
        assertThat(config.queue().length()).isEqualTo(5);
        assertThat(config.queue().retainedJobs()).isEqualTo(6);
        assertThat(config.queue().retention()).isEqualTo(Duration.ofMinutes(7));
        assertThat(config.requests().enabled()).isFalse();
        assertThat(config.requests().groupId()).isEqualTo("others");
        assertThat(config.requests().parallel()).isEqualTo(3);
        assertThat(config.requests().recordLock()).isEqualTo(Duration.ofSeconds(21));
        assertThat(config.requests().attempts()).isEqualTo(2);
        assertThat(config.requests().retryPause()).isEqualTo(Duration.ofSeconds(22));
        assertThat(config.requests().maxRetryPause()).isEqualTo(Duration.ofSeconds(23));
        assertThat(config.images().keep()).isEqualTo(Duration.ofDays(14));
        assertThat(config.images().sweepInterval()).isEqualTo(Duration.ofSeconds(24));
        assertThat(config.images().sweepRate()).isEqualTo(25);
        assertThat(config.limits().images()).isEqualTo(8);
        assertThat(config.limits().steps()).isEqualTo(9);
        assertThat(config.limits().pixels()).isEqualTo(4096);
        assertThat(config.limits().promptLength()).isEqualTo(11);
        assertThat(config.limits().adapters()).isEqualTo(2);
        assertThat(config.limits().time()).isEqualTo(Duration.ofSeconds(13));
        assertThat(config.batch().maxImages()).isEqualTo(14);
        assertThat(config.batch().sliceSteps()).contains(15);
        assertThat(config.engine().device()).isEqualTo("cuda:1");
        assertThat(config.engine().precision()).contains(InferenceConfig.Precision.FP32);
        assertThat(config.engine().memoryLimit().asLongValue()).isEqualTo(12L << 30);
        assertThat(config.adapters().cacheSize().asLongValue()).isEqualTo(16L << 20);
        assertThat(config.adapters().maxFileSize().asLongValue()).isEqualTo(17L << 20);
        assertThat(config.health().timeout()).isEqualTo(Duration.ofSeconds(18));
        assertThat(config.shutdown().limit()).isEqualTo(Duration.ofSeconds(19));
    }

    @Test
    void hasACaseForEveryKey() {
        Set<String> keys = new TreeSet<>(
                ConfigMappings.getProperties(ConfigMappings.ConfigClass.configClass(InferenceConfig.class))
                        .keySet());
        // The store's group has its test where it is.
        keys.removeIf(key -> key.startsWith("inference.store.") && !key.endsWith(".root"));

        assertThat(OTHERS.keySet()).containsExactlyInAnyOrderElementsOf(keys);
    }

    @ParameterizedTest
    @CsvSource({
        "inference.kafka.bootstrap-servers, ' '",
        "inference.kafka.topic-prefix, a b",
        "inference.kafka.send-timeout, 0s",
        "inference.kafka.security.protocol, https",
        "inference.kafka.security.sasl.mechanism, plain",
        "inference.kafka.security.sasl.pasword, x",
        "inference.model.path, /no/such/folder",
        "inference.model.variant, a/b",
        "inference.model.id, -x",
        "inference.model.threads, -1",
        "inference.engine.device, tpu",
        "inference.engine.device, cuda",
        "inference.engine.precision, fp16",
        "inference.engine.precision, fp8",
        "inference.engine.memory-limit, 1G",
        "inference.store.kind, tape",
        "inference.store.kind, s3",
        "inference.store.s3.bucket, b",
        "inference.queue.length, 0",
        "inference.queue.retained-jobs, 0",
        "inference.queue.retained-jobs, 63",
        "inference.queue.retention, 0s",
        "inference.requests.group-id, a b",
        "inference.requests.parallel, 0",
        "inference.requests.record-lock, 0s",
        "inference.requests.attempts, 10",
        "inference.requests.retry-pause, 0s",
        "inference.requests.max-retry-pause, 500ms",
        "inference.images.keep, 59m",
        "inference.images.keep, -1h",
        "inference.images.sweep-interval, 0s",
        "inference.images.sweep-rate, 0",
        "inference.limits.images, 0",
        "inference.limits.images, 65",
        "inference.limits.steps, 0",
        "inference.limits.steps, 1000",
        "inference.limits.pixels, 63",
        "inference.limits.prompt-length, 0",
        "inference.limits.adapters, -1",
        "inference.limits.adapters, 17",
        "inference.limits.time, 0s",
        "inference.batch.max-images, 0",
        "inference.batch.slice-steps, 0",
        "inference.adapters.max-file-size, 0",
        "inference.health.timeout, 0s",
        "inference.shutdown.limit, 0s",
        "inference.limits.time, soon",
        "inference.limits.stepz, 5"
    })
    void refusesWhatMakesNoSense(String key, String value) {
        Map<String, String> broken = new HashMap<>(REQUIRED);
        broken.put("inference.model.path", ".");
        broken.put(key, value);

        assertThatThrownBy(() -> checked(broken)).hasMessageContaining(key.replaceAll(".*\\.", ""));
    }

    @Test
    void acceptsTheDefaults() {
        Map<String, String> usual = new HashMap<>(REQUIRED);
        usual.put("inference.model.path", ".");

        assertThat(checked(usual)).isNotNull();
    }

    @Test
    void keepsImagesForEverOrForLongerThanTheirJobs() {
        Map<String, String> usual = new HashMap<>(REQUIRED);
        usual.put("inference.model.path", ".");
        usual.put("inference.queue.retention", "3h");
        usual.put("inference.images.keep", "0");
        assertThat(checked(usual)).isNotNull();

        usual.put("inference.images.keep", "2h");
        assertThatThrownBy(() -> checked(usual))
                .hasMessageContaining("inference.images.keep must be 0 or at least PT3H");
    }

    private static InferenceConfig checked(Map<String, String> properties) {
        InferenceConfig config = mapped(properties);
        String faults = SettingRelations.faults(config).stream().collect(Collectors.joining("; "));
        if (!faults.isEmpty()) {
            throw new IllegalStateException(faults);
        }
        return config;
    }

    private static InferenceConfig mapped(Map<String, String> properties) {
        SmallRyeConfig config = new SmallRyeConfigBuilder()
                .addDefaultInterceptors()
                .withConverter(Duration.class, 200, new DurationConverter())
                .withConverter(MemorySize.class, 200, new MemorySizeConverter())
                .withMapping(InferenceConfig.class)
                .withValidator(new BeanValidationConfigValidator() {
                    @Override
                    public Validator getValidator() {
                        return VALIDATOR;
                    }
                })
                .withSources(new PropertiesConfigSource(properties, "test", 1000))
                .build();
        return config.getConfigMapping(InferenceConfig.class);
    }
}
