package io.wavemesh.inference.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.smallrye.config.ConfigMappings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReadmeTest {
    /** Most of the store's group is told in its library's README. */
    private static final String STORE = "inference.store.";

    @Test
    void theTableNamesEveryKey() throws IOException {
        List<String> keys = Files.readAllLines(Path.of("README.md")).stream()
                .filter(line -> line.startsWith("| `inference."))
                .map(line -> line.split("`")[1])
                .toList();

        List<String> all =
                ConfigMappings.getProperties(ConfigMappings.ConfigClass.configClass(InferenceConfig.class))
                        .keySet()
                        .stream()
                        .filter(key ->
                                !key.startsWith(STORE) || key.equals(STORE + "kind") || key.equals(STORE + "root"))
                        .map(key -> key.replaceAll("(kafka\\.security)\\..*", "$1.*"))
                        .distinct()
                        .toList();
        assertThat(keys).containsExactlyInAnyOrderElementsOf(all);
    }
}
