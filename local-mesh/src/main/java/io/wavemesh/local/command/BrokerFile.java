package io.wavemesh.local.command;

import io.smallrye.config.ConfigValidationException;
import io.smallrye.config.EnvConfigSource;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import io.wavemesh.messaging.BrokerConnection;
import io.wavemesh.messaging.SecuritySettings;
import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;

/**
 * A file that says how to reach the brokers: {@code kafka.security.*} as the services have it, all other keys as Kafka's
 * clients have them. The environment wins, such as {@code KAFKA_SECURITY_SASL_PASSWORD}.
 */
final class BrokerFile {
    private static final String SECURITY = "kafka.security";

    private final Map<String, String> security = new TreeMap<>();
    private final Map<String, String> client = new TreeMap<>();

    /** Throws {@link UncheckedIOException} if there is such a file and it cannot be read. */
    BrokerFile(Path file) {
        Properties read = new Properties();
        if (file != null) {
            try (Reader reader = Files.newBufferedReader(file)) {
                read.load(reader);
            } catch (IOException cause) {
                throw new UncheckedIOException(cause);
            }
        }
        for (String name : read.stringPropertyNames()) {
            (name.startsWith(SECURITY + ".") ? security : client).put(name, read.getProperty(name));
        }
    }

    /** Throws {@link IllegalArgumentException} if the settings don't work. */
    BrokerConnection connection(String bootstrapServers, Map<String, String> environment) {
        return BrokerConnection.of(bootstrapServers, SECURITY, settings(environment), client);
    }

    private SecuritySettings settings(Map<String, String> environment) {
        try {
            return new SmallRyeConfigBuilder()
                    .withMapping(SecuritySettings.class, SECURITY)
                    .withSources(
                            new PropertiesConfigSource(security, "file", 100), new EnvConfigSource(environment, 300))
                    .build()
                    .getConfigMapping(SecuritySettings.class, SECURITY);
        } catch (ConfigValidationException cause) {
            throw new IllegalArgumentException(cause.getProblem(0).getMessage(), cause);
        }
    }
}
