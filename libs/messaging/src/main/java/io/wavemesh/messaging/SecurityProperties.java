package io.wavemesh.messaging;

import io.wavemesh.messaging.SecuritySettings.Mechanism;
import io.wavemesh.messaging.SecuritySettings.Protocol;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.common.config.SaslConfigs;

/** Turns {@link SecuritySettings} into properties of Kafka's clients, and tells every fault at once. */
final class SecurityProperties {
    private static final String SCRAM = "org.apache.kafka.common.security.scram.ScramLoginModule";

    private final String prefix;
    private final SecuritySettings settings;
    private final List<String> faults = new ArrayList<>();
    private final Map<String, String> properties = new TreeMap<>();

    private SecurityProperties(String prefix, SecuritySettings settings) {
        this.prefix = prefix;
        this.settings = settings;
    }

    /**
     * The properties.
     *
     * @param prefix of the settings' keys, for messages
     * @throws IllegalArgumentException if something is missing, contradicts or cannot be read; no message holds a secret
     */
    static Map<String, String> of(String prefix, SecuritySettings settings) {
        SecurityProperties made = new SecurityProperties(prefix, settings);
        made.make();
        if (!made.faults.isEmpty()) {
            throw new IllegalArgumentException(String.join("; ", made.faults));
        }
        return Map.copyOf(made.properties);
    }

    private void make() {
        TlsProperties tls = new TlsProperties(prefix, settings.tls(), faults);
        boolean hasSasl = settings.sasl().username().isPresent();
        Protocol protocol = settings.protocol().orElse(derived(tls.isAsked(), hasSasl));
        boolean ssl = protocol == Protocol.SSL || protocol == Protocol.SASL_SSL;
        boolean sasl = protocol == Protocol.SASL_PLAINTEXT || protocol == Protocol.SASL_SSL;
        if (tls.isAsked() && !ssl) {
            faults.add(prefix + ".tls is set, but " + prefix + ".protocol is " + protocol);
        }
        if (ssl) {
            properties.putAll(tls.properties());
        }
        if (sasl) {
            sasl();
        } else {
            refuseSasl(protocol);
        }
        if (protocol != Protocol.PLAINTEXT) {
            properties.put(CommonClientConfigs.SECURITY_PROTOCOL_CONFIG, protocol.name());
        }
    }

    private static Protocol derived(boolean tls, boolean sasl) {
        if (sasl) {
            return tls ? Protocol.SASL_SSL : Protocol.SASL_PLAINTEXT;
        }
        return tls ? Protocol.SSL : Protocol.PLAINTEXT;
    }

    private void refuseSasl(Protocol protocol) {
        SecuritySettings.Sasl sasl = settings.sasl();
        if (sasl.username().isPresent()
                || sasl.mechanism().isPresent()
                || sasl.password().isPresent()
                || sasl.passwordFile().isPresent()) {
            faults.add(prefix + ".sasl is set, but "
                    + (settings.protocol().isPresent()
                            ? prefix + ".protocol is " + protocol
                            : prefix + ".sasl.username is missing"));
        }
    }

    private void sasl() {
        SecuritySettings.Sasl sasl = settings.sasl();
        Optional<String> username = sasl.username().filter(name -> !name.isBlank());
        if (username.isEmpty()) {
            faults.add(prefix + ".sasl.username is missing");
        }
        Optional<String> password =
                new Secret(prefix + ".sasl.password", sasl.password(), sasl.passwordFile()).read(faults);
        if (password.isEmpty() && faults.stream().noneMatch(fault -> fault.startsWith(prefix + ".sasl.password"))) {
            faults.add(prefix + ".sasl.password-file is missing");
        }
        if (username.isPresent() && password.isPresent()) {
            properties.put(
                    SaslConfigs.SASL_MECHANISM,
                    sasl.mechanism().orElse(Mechanism.SCRAM_SHA_512).kafkaName());
            properties.put(
                    SaslConfigs.SASL_JAAS_CONFIG,
                    SCRAM + " required username=" + quoted(username.get()) + " password=" + quoted(password.get())
                            + ";");
        }
    }

    /** As the JAAS grammar reads it back: a quote in a name must not end it. */
    private String quoted(String text) {
        if (text.chars().anyMatch(Character::isISOControl)) {
            faults.add(prefix + ".sasl.username and password must not hold control characters");
            return "\"\"";
        }
        return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }

    /** A secret that comes as a value or in a file. */
    record Secret(String key, Optional<String> value, Optional<Path> file) {
        Optional<String> read(List<String> faults) {
            if (value.isPresent() && file.isPresent()) {
                faults.add(key + " and " + key + "-file are both set");
                return Optional.empty();
            }
            if (value.isPresent()) {
                return value;
            }
            return file.flatMap(path -> SmallFile.read(key + "-file", path, faults))
                    .map(String::strip)
                    .filter(text -> {
                        if (text.isEmpty()) {
                            faults.add(key + "-file is empty: " + path());
                        }
                        return !text.isEmpty();
                    });
        }

        private Path path() {
            return file.orElseThrow();
        }

        /** Without the secret. */
        @Override
        public String toString() {
            return "Secret[" + key + "]";
        }
    }
}
