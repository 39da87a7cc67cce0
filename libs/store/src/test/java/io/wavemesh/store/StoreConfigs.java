package io.wavemesh.store;

import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/** Settings as services read them. */
final class StoreConfigs {
    private StoreConfigs() {}

    /** Durations are in ISO form: the short one is Quarkus'. */
    static StoreConfig of(Map<String, String> properties) {
        return new SmallRyeConfigBuilder()
                .withConverter(Duration.class, 200, StoreConfigs::duration)
                .withMapping(StoreConfig.class, "store")
                .withSources(new PropertiesConfigSource(new HashMap<>(properties), "test", 100))
                .build()
                .getConfigMapping(StoreConfig.class, "store");
    }

    private static Duration duration(String text) {
        return text.startsWith("P")
                ? Duration.parse(text)
                : text.endsWith("ms")
                        ? Duration.ofMillis(Long.parseLong(text.substring(0, text.length() - 2)))
                        : Duration.parse("PT" + text);
    }
}
