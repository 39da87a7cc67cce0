package io.wavemesh.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.smallrye.config.ConfigMappings;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ObjectStoresTest {
    private static final Map<String, String> S3 =
            Map.of("store.kind", "s3", "store.s3.bucket", "mesh", "store.s3.endpoint", "https://store.example:9000");

    @Test
    void hasDefaults() {
        StoreConfig config = StoreConfigs.of(Map.of());

        assertThat(config.kind()).isEqualTo(StoreConfig.Kind.FILE);
        assertThat(config.root()).isEqualTo(Path.of("data/objects"));
        assertThat(config.s3().bucket()).isEmpty();
        assertThat(config.s3().prefix()).isEmpty();
        assertThat(config.s3().region()).isEmpty();
        assertThat(config.s3().endpoint()).isEmpty();
        assertThat(config.s3().pathStyle()).isFalse();
        assertThat(config.s3().caCertificates()).isEmpty();
        assertThat(config.s3().serverSideEncryption()).isEmpty();
        assertThat(config.s3().kmsKeyId()).isEmpty();
        assertThat(config.s3().connectTimeout()).isEqualTo(Duration.ofSeconds(5));
        assertThat(config.s3().readTimeout()).isEqualTo(Duration.ofSeconds(20));
        assertThat(config.s3().attemptTimeout()).isEqualTo(Duration.ofMinutes(2));
        assertThat(config.retry().attempts()).isEqualTo(4);
        assertThat(config.retry().pause()).isEqualTo(Duration.ofMillis(200));
        assertThat(config.retry().maxPause()).isEqualTo(Duration.ofSeconds(5));
        assertThat(config.retry().limit()).isEqualTo(Duration.ofSeconds(30));
        assertThat(ObjectStores.faults("store", config)).isEmpty();
    }

    @Test
    void takesABucket() {
        StoreConfig config = StoreConfigs.of(S3);

        assertThat(ObjectStores.faults("store", config)).isEmpty();
        assertThat(config.s3().endpoint()).contains(URI.create("https://store.example:9000"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "store.kind|file|x.s3.bucket is set but x.kind is file",
                "store.s3.bucket|Mesh|x.s3: the bucket must have 3 to 63 characters of a-z 0-9 . and -",
                "store.s3.prefix|prod|x.s3: object prefix must end in a slash",
                "store.s3.endpoint|store:9000|x.s3: the endpoint must be http://host:port or https://host:port",
                "store.s3.ca-certificates|no/such.pem|x.s3: CA certificates can not be read: "
                        + "java.nio.file.NoSuchFileException: no/such.pem",
                "store.s3.server-side-encryption|DES|x.s3: encryption must be AES256 or aws:kms",
                "store.s3.kms-key-id|k|x.s3: kms-key-id needs server-side-encryption aws:kms",
                "store.s3.connect-timeout|PT0S|x.s3: time limits must be between 1 ms and 1 day",
                "store.retry.attempts|0|x.retry: attempts must be in 1..20, was 0",
                "store.retry.pause|PT9S|x.retry: pauses must be in 1 ms..1 h and the longest not below the first, "
                        + "were PT9S and PT5S",
                "store.retry.limit|PT-1S|x.retry: the limit must be in 0..1 h, was PT-1S",
            })
    void tellsWhatIsWrong(String key, String value, String fault) {
        Map<String, String> settings = new HashMap<>(S3);
        settings.put(key, value);

        assertThat(ObjectStores.faults("x", StoreConfigs.of(settings))).contains(fault);
    }

    @Test
    void needsABucket() {
        StoreConfig config = StoreConfigs.of(Map.of("store.kind", "s3"));

        assertThat(ObjectStores.faults("x", config)).containsExactly("x.s3.bucket is required where x.kind is s3");
        assertThatThrownBy(() -> ObjectStores.open(config, new SimpleMeterRegistry()))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void hasItsMetersFromTheStart(@TempDir Path folder) {
        SimpleMeterRegistry registry = new SimpleMeterRegistry();
        ObjectStores.open(StoreConfigs.of(Map.of("store.root", folder.toString())), registry)
                .close();

        assertThat(registry.get(StoreMeters.RETRIES).counters()).hasSize(4);
        assertThat(registry.get(StoreMeters.CALLS)
                        .tags("operation", "read", "outcome", "corrupt")
                        .timer()
                        .count())
                .isZero();
    }

    @Test
    void theReadmeNamesEveryKey() throws IOException {
        List<String> keys = Files.readAllLines(Path.of("README.md")).stream()
                .filter(line -> line.startsWith("| `store."))
                .map(line -> line.split("`")[1])
                .toList();

        assertThat(keys)
                .containsExactlyInAnyOrderElementsOf(
                        ConfigMappings.getProperties(ConfigMappings.ConfigClass.configClass(StoreConfig.class, "store"))
                                .keySet());
    }
}
