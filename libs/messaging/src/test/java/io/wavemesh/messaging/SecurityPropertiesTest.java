package io.wavemesh.messaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.common.config.types.Password;
import org.apache.kafka.common.security.JaasContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SecurityPropertiesTest {
    private static final String PREFIX = "kafka.security";

    @TempDir
    private Path folder;

    @Test
    void nothingSetMeansPlainText() {
        assertThat(properties(Map.of())).isEmpty();
    }

    @Test
    void aUserAndATrustStoreMeanSaslOverTls() throws IOException {
        assertThat(properties(Map.of(
                        "tls.trust-store", file("ca.crt", "certificate").toString(),
                        "sasl.username", "ingest",
                        "sasl.password-file", file("password", "secret\n").toString())))
                .containsEntry("security.protocol", "SASL_SSL")
                .containsEntry("ssl.truststore.type", "PEM")
                .containsEntry("ssl.truststore.certificates", "certificate")
                .containsEntry("sasl.mechanism", "SCRAM-SHA-512")
                .containsEntry(
                        "sasl.jaas.config",
                        "org.apache.kafka.common.security.scram.ScramLoginModule required"
                                + " username=\"ingest\" password=\"secret\";");
    }

    @Test
    void theJdkIsTrustedWithoutATrustStore() {
        assertThat(properties(Map.of("protocol", "ssl"))).isEqualTo(Map.of("security.protocol", "SSL"));
    }

    @Test
    void theEnvironmentMayHoldThePassword() {
        SecuritySettings settings = Settings.of(
                Map.of("kafka.security.sasl.username", "trainer"),
                Map.of("KAFKA_SECURITY_SASL_PASSWORD", "from the environment"));

        assertThat(SecurityProperties.of(PREFIX, settings).get("sasl.jaas.config"))
                .contains("password=\"from the environment\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a\"b", "a\\b", "\\", "\" admin=\"true", "a;b", "a b", "ä€", "'", "a=b,c", "#", "//x"})
    void anyPasswordIsReadBackAsItIs(String password) {
        String jaas = properties(Map.of("sasl.username", "u", "sasl.password", password))
                .get("sasl.jaas.config");

        assertThat(JaasContext.loadClientContext(Map.of("sasl.jaas.config", new Password(jaas)))
                        .configurationEntries())
                .singleElement()
                .satisfies(entry -> assertThat(new HashMap<String, Object>(entry.getOptions()))
                        .isEqualTo(Map.of("username", "u", "password", password)));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "sasl.username=u|kafka.security.sasl.password-file is missing",
                "sasl.password=p|kafka.security.sasl is set, but kafka.security.sasl.username is missing",
                "protocol=sasl-ssl|kafka.security.sasl.username is missing; kafka.security.sasl.password-file is missing",
                "protocol=ssl,sasl.username=u|kafka.security.sasl is set, but kafka.security.protocol is SSL",
                "protocol=plaintext,tls.key=k|kafka.security.tls is set, but kafka.security.protocol is PLAINTEXT",
                "sasl.username=u,sasl.password=p,sasl.password-file=f|password and kafka.security.sasl.password-file are",
                "sasl.username=u,sasl.password-file=none|kafka.security.sasl.password-file cannot be read: none",
                "tls.trust-store=none.crt|kafka.security.tls.trust-store cannot be read: none.crt",
                "tls.trust-store=none.p12|kafka.security.tls.trust-store cannot be read: none.p12",
                "tls.trust-store-password=p|kafka.security.tls.trust-store is missing, but has a password",
                "tls.key-store-password=p|kafka.security.tls.key-store is missing, but has a password",
                "tls.key=k|kafka.security.tls.key-store is missing, but key is set",
                "tls.key-store=none.p12,tls.key=k|kafka.security.tls.key is set, but key-store is no PEM",
            })
    void tellsWhatIsWrong(String settings, String fault) {
        assertThatThrownBy(() -> properties(split(settings)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(fault);
    }

    @Test
    void refusesACertificateWithoutItsKey() throws IOException {
        Path certificate = file("tls.crt", "-----BEGIN CERTIFICATE-----");

        assertThatThrownBy(() -> properties(Map.of("tls.key-store", certificate.toString())))
                .hasMessage("kafka.security.tls.key-store holds no private key, and kafka.security.tls.key is missing");
    }

    @Test
    void refusesFilesThatAreNoSecrets() throws IOException {
        Path empty = file("empty", " \n");
        Path large = file("large", "x".repeat((1 << 20) + 1));

        assertThatThrownBy(() -> properties(Map.of("sasl.username", "u", "sasl.password-file", empty.toString())))
                .hasMessageContaining("kafka.security.sasl.password-file is empty");
        assertThatThrownBy(() -> properties(Map.of("sasl.username", "u", "sasl.password-file", large.toString())))
                .hasMessageContaining("kafka.security.sasl.password-file is larger than 1048576 bytes");
    }

    @Test
    void showsNoSecret() {
        Map<String, String> settings = Map.of(
                "sasl.username", "u", "sasl.password", "hidden\nsecret", "sasl.password-file", "f", "tls.key", "k");

        assertThatThrownBy(() -> properties(settings))
                .satisfies(fault -> assertThat(fault.toString()).doesNotContain("hidden", "secret"));
        assertThatThrownBy(() -> properties(Map.of("sasl.username", "u", "sasl.password", "hidden\nsecret")))
                .hasMessageContaining("control characters")
                .satisfies(fault -> assertThat(fault.toString()).doesNotContain("hidden", "secret"));
        BrokerConnection connection = BrokerConnection.of(
                "a:1",
                PREFIX,
                Settings.of(prefixed(Map.of("sasl.username", "u", "sasl.password", "hidden"))),
                Map.of());
        assertThat(connection.toString()).isEqualTo("BrokerConnection[a:1]");
    }

    private static Map<String, String> properties(Map<String, String> settings) {
        return SecurityProperties.of(PREFIX, Settings.of(prefixed(settings)));
    }

    private static Map<String, String> prefixed(Map<String, String> settings) {
        Map<String, String> all = new HashMap<>();
        settings.forEach((key, value) -> all.put(PREFIX + "." + key, value));
        return all;
    }

    private static Map<String, String> split(String settings) {
        Map<String, String> split = new HashMap<>();
        for (String setting : settings.split(",")) {
            split.put(setting.substring(0, setting.indexOf('=')), setting.substring(setting.indexOf('=') + 1));
        }
        return split;
    }

    private Path file(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text);
    }
}
