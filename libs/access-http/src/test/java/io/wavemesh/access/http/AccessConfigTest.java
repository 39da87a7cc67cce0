package io.wavemesh.access.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quarkus.runtime.configuration.DurationConverter;
import io.smallrye.config.ConfigValidationException;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AccessConfigTest {
    @Test
    void hasDefaults() {
        AccessConfig config = config(Map.of());

        assertThat(config.mode()).isEqualTo(AccessConfig.Mode.REQUIRED);
        assertThat(config.keys().file()).isEmpty();
        assertThat(config.keys().reloadInterval()).isEqualTo(Duration.ofSeconds(5));
        assertThat(config.oidc().issuer()).isEmpty();
        assertThat(config.oidc().audience()).isEmpty();
        assertThat(config.oidc().clientClaim()).isEqualTo("sub");
    }

    @Test
    void takesEverySetting() {
        AccessConfig config = config(Map.of(
                "access.mode", "off",
                "access.keys.file", "/run/keys",
                "access.keys.reload-interval", "PT1S",
                "access.oidc.issuer", "https://issuer",
                "access.oidc.audience", "mesh",
                "access.oidc.client-claim", "azp"));

        assertThat(config.mode()).isEqualTo(AccessConfig.Mode.OFF);
        assertThat(config.keys().file()).contains(Path.of("/run/keys"));
        assertThat(config.keys().reloadInterval()).isEqualTo(Duration.ofSeconds(1));
        assertThat(config.oidc().issuer()).contains("https://issuer");
        assertThat(config.oidc().audience()).contains("mesh");
        assertThat(config.oidc().clientClaim()).isEqualTo("azp");
    }

    @ParameterizedTest
    @CsvSource({"access.mode,none", "access.keys.reload-interval,soon", "access.keys.flie,/run/keys", "access.modus,off"
    })
    void refusesWhatItDoesNotKnow(String key, String value) {
        assertThatThrownBy(() -> config(Map.of(key, value)))
                .isInstanceOf(ConfigValidationException.class)
                .hasMessageContaining(key);
    }

    private static AccessConfig config(Map<String, String> settings) {
        return new SmallRyeConfigBuilder()
                .withConverter(Duration.class, 200, new DurationConverter())
                .withMapping(AccessConfig.class)
                .withSources(new PropertiesConfigSource(settings, "test", 100))
                .build()
                .getConfigMapping(AccessConfig.class);
    }
}
