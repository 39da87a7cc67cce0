package io.wavemesh.messaging;

import io.smallrye.config.EnvConfigSource;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.util.Map;

/** Security settings as a service reads them. */
final class Settings {
    private Settings() {}

    static SecuritySettings of(Map<String, String> values) {
        return of(values, Map.of());
    }

    static SecuritySettings of(Map<String, String> values, Map<String, String> environment) {
        return new SmallRyeConfigBuilder()
                .withMapping(SecuritySettings.class, "kafka.security")
                .withSources(new PropertiesConfigSource(values, "test", 100), new EnvConfigSource(environment, 300))
                .build()
                .getConfigMapping(SecuritySettings.class, "kafka.security");
    }
}
