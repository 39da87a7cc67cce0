package io.wavemesh.messaging;

import java.nio.file.Path;
import java.util.Optional;

/**
 * How clients of the brokers protect themselves and say who they are: one shape for every program of the mesh, read from
 * its configuration under {@code kafka.security}. Secrets come from mounted files, or from the environment by the
 * configuration's own rules; nothing here is ever logged.
 */
public interface SecuritySettings {
    /** Absent means what the other settings ask for: TLS with any of {@code tls}, SASL with {@code sasl.username}. */
    Optional<Protocol> protocol();

    /** Whom to believe, and the own certificate. */
    Tls tls();

    /** The own name and password. */
    Sasl sasl();

    /** What protects the connection. */
    enum Protocol {
        /** Nothing. */
        PLAINTEXT,
        /** TLS. */
        SSL,
        /** A password, without TLS: SCRAM does not show it, but what follows is open. */
        SASL_PLAINTEXT,
        /** TLS and a password. */
        SASL_SSL
    }

    /** How the password is proven. */
    enum Mechanism {
        SCRAM_SHA_256("SCRAM-SHA-256"),
        SCRAM_SHA_512("SCRAM-SHA-512");

        private final String kafkaName;

        Mechanism(String kafkaName) {
            this.kafkaName = kafkaName;
        }

        String kafkaName() {
            return kafkaName;
        }
    }

    /** Whom to believe, and the own certificate. */
    interface Tls {
        /** Certificates to believe: {@code .p12} or {@code .pfx} (PKCS12), {@code .jks}, else PEM; absent means the JDK's. */
        Optional<Path> trustStore();

        /** Password of a trust store that is no PEM. */
        Optional<String> trustStorePassword();

        /** File with that password. */
        Optional<Path> trustStorePasswordFile();

        /** The own certificate: a key store as above, or a PEM file with the chain, and the key in it or in {@code key}. */
        Optional<Path> keyStore();

        /** PEM file with the private key (PKCS8), if it is not in {@code key-store}. */
        Optional<Path> key();

        /** Password of the key store and of its key, also of an encrypted PEM key. */
        Optional<String> keyStorePassword();

        /** File with that password. */
        Optional<Path> keyStorePasswordFile();
    }

    /** The own name and password. */
    interface Sasl {
        /** Absent means SCRAM-SHA-512. */
        Optional<Mechanism> mechanism();

        /** The user. */
        Optional<String> username();

        /** The password. */
        Optional<String> password();

        /** File with the password. */
        Optional<Path> passwordFile();
    }
}
