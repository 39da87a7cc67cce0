package io.wavemesh.images;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ImageSettingsTest {
    @Test
    void whatMavenLeavesUnsetIsAbsent() {
        Properties properties = properties();
        properties.setProperty("image.libtorch", "${image.libtorch}");
        properties.setProperty("image.revision", " ");

        ImageSettings settings = ImageSettings.of(properties);

        assertThat(settings.libtorch()).isEmpty();
        assertThat(settings.revision()).isEmpty();
        assertThat(settings.services()).containsExactly(Service.INGEST, Service.TRAINER, Service.INFERENCE);
        assertThat(settings.reference(Service.INGEST)).isEqualTo("ghcr.io/wavemesh/ingest:0.1.0-SNAPSHOT");
    }

    @Test
    void ingestHasNoFormForCuda() {
        Properties properties = properties();
        properties.setProperty("image.form", "cuda");
        properties.setProperty("image.services", "ingest, inference");

        assertThat(ImageSettings.of(properties).services()).containsExactly(Service.INFERENCE);
    }

    @ParameterizedTest
    @CsvSource({
        "image.base, '', image.base is missing",
        "image.libtorch, /nowhere/lib, image.libtorch is no folder",
        "image.services, 'ingest,broker', image.services",
        "image.form, rocm, image.form",
        "image.created, yesterday, image.created"
    })
    void saysInOneLineWhatIsWrong(String key, String value, String message) {
        Properties properties = properties();
        properties.setProperty(key, value);

        assertThatThrownBy(() -> ImageSettings.of(properties))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(message);
    }

    private static Properties properties() {
        Properties properties = new Properties();
        properties.setProperty("image.form", "cpu");
        properties.setProperty("image.base", "registry.example/java@sha256:" + "a".repeat(64));
        properties.setProperty("image.java", "base");
        properties.setProperty("image.registry", "ghcr.io/wavemesh");
        properties.setProperty("image.tag", "0.1.0-SNAPSHOT");
        properties.setProperty("image.version", "0.1.0-SNAPSHOT");
        properties.setProperty("image.libtorch.version", "2.7.1");
        properties.setProperty("image.created", "2026-11-24T00:00:00Z");
        return properties;
    }
}
