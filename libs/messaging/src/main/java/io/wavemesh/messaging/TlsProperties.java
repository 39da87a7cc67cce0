package io.wavemesh.messaging;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.kafka.common.config.SslConfigs;

/** The TLS part of {@link SecurityProperties}. */
final class TlsProperties {
    private static final String PEM = "PEM";
    private static final String BEGIN_KEY = "PRIVATE KEY-----";

    private final String prefix;
    private final SecuritySettings.Tls tls;
    private final List<String> faults;
    private final Map<String, String> properties = new TreeMap<>();

    TlsProperties(String prefix, SecuritySettings.Tls tls, List<String> faults) {
        this.prefix = prefix + ".tls.";
        this.tls = tls;
        this.faults = faults;
    }

    /** Whether anything of TLS is set. */
    boolean isAsked() {
        return Stream.of(
                        tls.trustStore(),
                        tls.trustStorePassword(),
                        tls.trustStorePasswordFile(),
                        tls.keyStore(),
                        tls.key(),
                        tls.keyStorePassword(),
                        tls.keyStorePasswordFile())
                .anyMatch(Optional::isPresent);
    }

    Map<String, String> properties() {
        trust();
        key();
        return properties;
    }

    private void trust() {
        Optional<String> password = new SecurityProperties.Secret(
                        prefix + "trust-store-password", tls.trustStorePassword(), tls.trustStorePasswordFile())
                .read(faults);
        if (tls.trustStore().isEmpty()) {
            password.ifPresent(unused -> faults.add(prefix + "trust-store is missing, but has a password"));
            return;
        }
        Path store = tls.trustStore().get();
        String type = type(store);
        if (type.equals(PEM)) {
            SmallFile.read(prefix + "trust-store", store, faults)
                    .ifPresent(pem -> properties.put(SslConfigs.SSL_TRUSTSTORE_CERTIFICATES_CONFIG, pem));
            password.ifPresent(unused -> faults.add(prefix + "trust-store-password is set, but PEM has none"));
        } else {
            requireFile(prefix + "trust-store", store);
            properties.put(SslConfigs.SSL_TRUSTSTORE_LOCATION_CONFIG, store.toString());
            password.ifPresent(text -> properties.put(SslConfigs.SSL_TRUSTSTORE_PASSWORD_CONFIG, text));
        }
        properties.put(SslConfigs.SSL_TRUSTSTORE_TYPE_CONFIG, type);
    }

    private void key() {
        Optional<String> password = new SecurityProperties.Secret(
                        prefix + "key-store-password", tls.keyStorePassword(), tls.keyStorePasswordFile())
                .read(faults);
        if (tls.keyStore().isEmpty()) {
            tls.key().ifPresent(unused -> faults.add(prefix + "key-store is missing, but key is set"));
            password.ifPresent(unused -> faults.add(prefix + "key-store is missing, but has a password"));
            return;
        }
        Path store = tls.keyStore().get();
        String type = type(store);
        properties.put(SslConfigs.SSL_KEYSTORE_TYPE_CONFIG, type);
        password.ifPresent(text -> properties.put(SslConfigs.SSL_KEY_PASSWORD_CONFIG, text));
        if (type.equals(PEM)) {
            pemKey(store);
        } else {
            requireFile(prefix + "key-store", store);
            properties.put(SslConfigs.SSL_KEYSTORE_LOCATION_CONFIG, store.toString());
            password.ifPresent(text -> properties.put(SslConfigs.SSL_KEYSTORE_PASSWORD_CONFIG, text));
            tls.key().ifPresent(unused -> faults.add(prefix + "key is set, but key-store is no PEM"));
        }
    }

    private void pemKey(Path store) {
        Optional<String> chain = SmallFile.read(prefix + "key-store", store, faults);
        Optional<String> key =
                tls.key().isPresent() ? SmallFile.read(prefix + "key", tls.key().get(), faults) : chain;
        if (key.isPresent() && !key.get().contains(BEGIN_KEY)) {
            faults.add(
                    tls.key().isPresent()
                            ? prefix + "key holds no private key"
                            : prefix + "key-store holds no private key, and " + prefix + "key is missing");
        }
        chain.ifPresent(pem -> properties.put(SslConfigs.SSL_KEYSTORE_CERTIFICATE_CHAIN_CONFIG, pem));
        key.ifPresent(pem -> properties.put(SslConfigs.SSL_KEYSTORE_KEY_CONFIG, pem));
    }

    private void requireFile(String key, Path file) {
        if (!Files.isReadable(file)) {
            faults.add(key + " cannot be read: " + file);
        }
    }

    private static String type(Path store) {
        String name = store.getFileName().toString().toLowerCase(Locale.ROOT);
        if (name.endsWith(".p12") || name.endsWith(".pfx")) {
            return "PKCS12";
        }
        return name.endsWith(".jks") ? "JKS" : PEM;
    }
}
