package io.wavemesh.store.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class S3SettingsTest {
    @Test
    void acceptsWhatServersHave() {
        assertThat(settings("mesh", "prod/", "https://store.example:9000").endpoint())
                .contains(URI.create("https://store.example:9000"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "ab", "Mesh", "mesh/a", "-mesh", "a b c"})
    void refusesBuckets(String bucket) {
        assertThatThrownBy(() -> settings(bucket, "", "http://localhost"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("bucket");
    }

    @ParameterizedTest
    @ValueSource(strings = {"prod", "/prod/", "../", "a b/"})
    void refusesPrefixes(String prefix) {
        assertThatThrownBy(() -> settings("mesh", prefix, "http://localhost"))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ftp://host",
                "host:9000",
                "http:///",
                "http://me:word@host",
                "http://host/path",
                "http://host?a=b"
            })
    void refusesEndpoints(String endpoint) {
        assertThatThrownBy(() -> settings("mesh", "", endpoint))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("endpoint")
                .hasMessageNotContaining("word");
    }

    @Test
    void refusesEncryptionThatNobodyHas() {
        assertThatThrownBy(() -> new Encryption("DES", Optional.empty())).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Encryption("AES256", Optional.of("key")))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Encryption("aws:kms", Optional.of("a\nb")))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void refusesLimitsWithoutMeaning() {
        Duration second = Duration.ofSeconds(1);

        assertThatThrownBy(() -> new S3Settings.Limits(second, second, Duration.ZERO, second, 3))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new S3Settings.Limits(second, second, second, second, 0))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static S3Settings settings(String bucket, String prefix, String endpoint) {
        return new S3Settings(
                bucket,
                prefix,
                Optional.empty(),
                Optional.of(URI.create(endpoint)),
                true,
                Optional.empty(),
                Optional.empty(),
                S3Settings.Limits.DEFAULT);
    }
}
