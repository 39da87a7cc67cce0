package io.wavemesh.access.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.runtime.configuration.DurationConverter;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AccessRulesTest {
    private static final String OPEN = "0.0.0.0";

    @ParameterizedTest
    @ValueSource(strings = {"localhost", "LOCALHOST", "127.0.0.1", "127.1.2.3", "::1", "[::1]", "0:0:0:0:0:0:0:1"})
    void letsAnybodyInOnLoopbackAlone(String host) {
        assertThat(faults(Map.of("access.mode", "off"), host)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0.0.0.0",
                "::",
                "",
                "10.0.0.1",
                "localhost.example.org",
                "127.0.0.1.example.org",
                "128.0.0.1",
                "my-host"
            })
    void refusesToLetAnybodyInElsewhere(String host) {
        assertThat(faults(Map.of("access.mode", "off"), host))
                .containsExactly("access.mode=off is for a loopback address only, but quarkus.http.host is " + host
                        + ": use 127.0.0.1, or access.mode=required");
    }

    @Test
    void needsKeysOrAnIssuerByDefaultOnLoopbackToo() {
        assertThat(faults(Map.of(), "127.0.0.1")).singleElement().asString().startsWith("access.mode=required");
        assertThat(faults(Map.of("access.keys.file", "/keys"), OPEN)).isEmpty();
        assertThat(faults(Map.of("access.oidc.issuer", "https://i", "access.oidc.audience", "a"), OPEN))
                .isEmpty();
    }

    @Test
    void takesNoIssuerWithoutAudience() {
        assertThat(faults(Map.of("access.oidc.issuer", "https://i"), OPEN))
                .containsExactly(
                        "access.oidc.issuer needs access.oidc.audience, or tokens for other services would count");
    }

    @Test
    void readsKeysNotAllTheTime() {
        assertThat(faults(Map.of("access.keys.file", "/keys", "access.keys.reload-interval", "PT0.01S"), OPEN))
                .containsExactly("access.keys.reload-interval must be at least PT0.1S, was PT0.01S");
    }

    @Test
    void switchesOidcOnWithItsIssuerOnly() {
        assertThat(oidc(Map.of())).isEqualTo("false");
        assertThat(oidc(Map.of("access.oidc.issuer", " "))).isEqualTo("false");
        assertThat(oidc(Map.of("quarkus.oidc.tenant-enabled", "true"))).isEqualTo("false");
        assertThat(oidc(Map.of("access.oidc.issuer", "https://i"))).isEqualTo("true");
    }

    private static List<String> faults(Map<String, String> settings, String host) {
        return AccessRules.faults(config(settings).getConfigMapping(AccessConfig.class), host);
    }

    private static String oidc(Map<String, String> settings) {
        return config(settings).getConfigValue("quarkus.oidc.tenant-enabled").getValue();
    }

    private static SmallRyeConfig config(Map<String, String> settings) {
        return new SmallRyeConfigBuilder()
                .addDefaultInterceptors()
                .withInterceptors(new IssuerSwitch())
                .withConverter(Duration.class, 200, new DurationConverter())
                .withMapping(AccessConfig.class)
                .withSources(new PropertiesConfigSource(settings, "test", 100))
                .build();
    }
}
