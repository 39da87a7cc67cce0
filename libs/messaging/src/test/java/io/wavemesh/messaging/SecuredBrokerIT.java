package io.wavemesh.messaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.wavemesh.broker.BrokerOwner;
import io.wavemesh.broker.BrokerSecurity;
import io.wavemesh.broker.BrokerSettings;
import io.wavemesh.broker.Certificates;
import io.wavemesh.broker.EmbeddedKafka;
import io.wavemesh.contracts.Topics;
import io.wavemesh.messaging.AccessRule.Needed;
import io.wavemesh.messaging.AccessRule.Resource;
import io.wavemesh.messaging.AccessRule.Service;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ScramCredentialInfo;
import org.apache.kafka.clients.admin.ScramMechanism;
import org.apache.kafka.clients.admin.UserScramCredentialUpsertion;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Clients with every form of certificates against a broker that asks for TLS, a client's certificate, and SCRAM. */
class SecuredBrokerIT {
    private static final Duration LIMIT = Duration.ofSeconds(20);
    private static final String PASSWORD = "p\"a\\s;s w=örd";
    private static final int ITERATIONS = 4096;

    @TempDir
    private static Path folder;

    private static Certificates certificates;
    private static Certificates strangers;
    private static EmbeddedKafka broker;
    private static Path password;

    @BeforeAll
    static void start() throws Exception {
        certificates = Certificates.create(folder.resolve("tls"), List.of("broker", "client"));
        strangers = Certificates.create(folder.resolve("strangers"), List.of("stranger"));
        password = Files.writeString(folder.resolve("user-password"), PASSWORD + "\n");
        broker = new EmbeddedKafka(BrokerSettings.in(folder.resolve("kafka"))
                        .withSecurity(BrokerSecurity.with(certificates).needingClientCertificate()))
                .start();
        try (Admin owner = BrokerConnection.to(broker.ownerServers()).admin("owner")) {
            owner.alterUserScramCredentials(List.of(
                            credential("user", ScramMechanism.SCRAM_SHA_512),
                            credential("user256", ScramMechanism.SCRAM_SHA_256)))
                    .all()
                    .get();
        }
    }

    @AfterAll
    static void stop() {
        broker.close();
    }

    private enum Form {
        PEM,
        PEM_IN_ONE_FILE,
        PKCS12,
        JKS
    }

    @ParameterizedTest
    @ValueSource(strings = {"PEM", "PEM_IN_ONE_FILE", "PKCS12", "JKS"})
    void connectsWithCertificatesOfAnyForm(String form) throws IOException {
        Map<String, String> settings = settings(certificates, "client", Form.valueOf(form));

        try (BrokerProbe probe = new BrokerProbe(connection(settings))) {
            assertThat(probe.probe(LIMIT)).isEqualTo(1);
        }
    }

    @Test
    void connectsWithTheOtherMechanism() throws IOException {
        Map<String, String> settings = settings(certificates, "client", Form.PEM);
        settings.put("kafka.security.sasl.username", "user256");
        settings.put("kafka.security.sasl.mechanism", "scram-sha-256");

        try (BrokerProbe probe = new BrokerProbe(connection(settings))) {
            assertThat(probe.probe(LIMIT)).isEqualTo(1);
        }
    }

    @Test
    void saysThatThePasswordIsWrong() throws IOException {
        Map<String, String> settings = settings(certificates, "client", Form.PEM);
        settings.put(
                "kafka.security.sasl.password-file",
                Files.writeString(folder.resolve("wrong"), "guessed-word").toString());
        BrokerConnection connection = connection(settings);

        try (BrokerProbe probe = new BrokerProbe(connection);
                EventPublisher publisher = new EventPublisher(connection, "/test", LIMIT)) {
            assertThatThrownBy(() -> probe.probe(LIMIT))
                    .isInstanceOf(BrokerUnavailableException.class)
                    .hasMessageContaining("invalid credentials with SASL mechanism SCRAM-SHA-512")
                    .hasMessageNotContaining("guessed-word");
            assertThatThrownBy(() -> publisher.withdraw(new Topics("").adapters(), "a"))
                    .isInstanceOf(BrokerUnavailableException.class)
                    .hasMessageContaining("invalid credentials with SASL mechanism SCRAM-SHA-512");
        }
    }

    @Test
    void sendsAsSoonAsTheUserIsThere() throws Exception {
        Map<String, String> settings = settings(certificates, "client", Form.PEM);
        settings.put("kafka.security.sasl.username", "late");
        Topics.Topic topic = new Topics("late.").adapters();

        try (EventPublisher publisher = new EventPublisher(connection(settings), "/test", LIMIT);
                BrokerOwner owner = new BrokerOwner(broker)) {
            new TopicProvisioner(BrokerConnection.to(broker.ownerServers())).provision(List.of(topic), LIMIT);
            assertThatThrownBy(() -> publisher.withdraw(topic, "a"))
                    .hasMessageContaining("invalid credentials with SASL mechanism SCRAM-SHA-512");
            owner.addUser("late", PASSWORD);
            Eventually.eventually("rights are missing", () -> message(() -> publisher.withdraw(topic, "a"))
                    .contains("Not authorized to access topics: [late.adapters]"));
            owner.grant(List.of(new AccessRule(Service.INGEST, Resource.TOPIC, "adapters", "Write", Needed.ALWAYS, "")
                    .binding("late", "late.")));
            Eventually.eventually("it is sent", () -> message(() -> publisher.withdraw(topic, "a"))
                    .isEmpty());
        }
    }

    private static String message(Runnable action) {
        try {
            action.run();
            return "";
        } catch (BrokerUnavailableException e) {
            return e.getMessage();
        }
    }

    @Test
    void believesNoStranger() throws IOException {
        Map<String, String> settings = settings(certificates, "client", Form.PEM);
        settings.put(
                "kafka.security.tls.trust-store",
                strangers.certificate("stranger").toString());

        try (BrokerProbe probe = new BrokerProbe(connection(settings))) {
            assertThatThrownBy(() -> probe.probe(LIMIT))
                    .isInstanceOf(BrokerUnavailableException.class)
                    .hasMessageContaining("SSL handshake failed");
        }
    }

    @Test
    void theBrokerBelievesNoStrangerEither() throws IOException {
        Map<String, String> settings = settings(certificates, "client", Form.PEM);
        settings.put(
                "kafka.security.tls.key-store",
                strangers.certificate("stranger").toString());
        settings.put("kafka.security.tls.key", strangers.key("stranger").toString());

        try (BrokerProbe probe = new BrokerProbe(connection(settings))) {
            assertThatThrownBy(() -> probe.probe(Duration.ofSeconds(5))).isInstanceOf(BrokerUnavailableException.class);
        }
    }

    @Test
    void refusesAKeyStoreThatThePasswordDoesNotOpen() throws IOException {
        Map<String, String> settings = settings(certificates, "client", Form.PKCS12);
        settings.remove("kafka.security.tls.key-store-password-file");
        settings.put("kafka.security.tls.key-store-password", "not-this-one");
        BrokerConnection connection = connection(settings);

        assertThatThrownBy(() -> new BrokerProbe(connection))
                .hasStackTraceContaining("keystore password was incorrect")
                .satisfies(fault -> assertThat(fault.toString()).doesNotContain("not-this-one"));
    }

    private static UserScramCredentialUpsertion credential(String user, ScramMechanism mechanism) {
        return new UserScramCredentialUpsertion(user, new ScramCredentialInfo(mechanism, ITERATIONS), PASSWORD);
    }

    private static BrokerConnection connection(Map<String, String> settings) {
        return BrokerConnection.of(
                broker.bootstrapServers(),
                "kafka.security",
                Settings.of(settings),
                Map.of("request.timeout.ms", "5000", "default.api.timeout.ms", "10000"));
    }

    private static Map<String, String> settings(Certificates from, String name, Form form) throws IOException {
        Map<String, String> settings = new HashMap<>(Map.of(
                "kafka.security.sasl.username", "user", "kafka.security.sasl.password-file", password.toString()));
        switch (form) {
            case PEM -> {
                tls(settings, from.certificate("broker"), from.certificate(name));
                settings.put("kafka.security.tls.key", from.key(name).toString());
            }
            case PEM_IN_ONE_FILE -> {
                Path both = folder.resolve("both.pem");
                Files.writeString(both, Files.readString(from.key(name)) + Files.readString(from.certificate(name)));
                tls(settings, from.certificate("broker"), both);
            }
            case PKCS12 -> stores(settings, from, from.trustStore(), name);
            case JKS -> stores(settings, from, from.jksTrustStore(), name);
        }
        return settings;
    }

    private static void tls(Map<String, String> settings, Path trustStore, Path keyStore) {
        settings.put("kafka.security.tls.trust-store", trustStore.toString());
        settings.put("kafka.security.tls.key-store", keyStore.toString());
    }

    private static void stores(Map<String, String> settings, Certificates from, Path trustStore, String name) {
        tls(settings, trustStore, from.keyStore(name));
        settings.put(
                "kafka.security.tls.trust-store-password-file",
                from.passwordFile().toString());
        settings.put(
                "kafka.security.tls.key-store-password-file",
                from.passwordFile().toString());
    }
}
