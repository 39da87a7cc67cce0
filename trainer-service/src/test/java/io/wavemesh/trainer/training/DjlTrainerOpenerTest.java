package io.wavemesh.trainer.training;

import static org.assertj.core.api.Assertions.assertThat;

import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import io.wavemesh.trainer.config.TrainerConfig;
import io.wavemesh.training.TrainingEngineOptions;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DjlTrainerOpenerTest {
    @Test
    void takesWhatIsUsualOnTheDevice() {
        assertThat(options(Map.of())).isEqualTo(TrainingEngineOptions.cpu());
        assertThat(options(Map.of("trainer.engine.device", "cuda:1"))).isEqualTo(TrainingEngineOptions.cuda(1));
    }

    @Test
    void takesWhatIsSet() {
        assertThat(options(Map.of(
                        "trainer.engine.device", "cuda:0",
                        "trainer.engine.precision", "float32",
                        "trainer.engine.activations", "recompute",
                        "trainer.engine.deterministic", "true",
                        "trainer.engine.memory-limit", "16G")))
                .isEqualTo(TrainingEngineOptions.cuda(0)
                        .withPrecision(TrainingEngineOptions.Precision.FLOAT32)
                        .withActivations(TrainingEngineOptions.Activations.RECOMPUTE)
                        .withDeterministic(true)
                        .withMemoryLimit(16L << 30));
    }

    private static TrainingEngineOptions options(Map<String, String> settings) {
        Map<String, String> all = new HashMap<>(settings);
        all.put("trainer.model.path", "/model");
        return DjlTrainerOpener.options(new SmallRyeConfigBuilder()
                .addDiscoveredConverters()
                .withMapping(TrainerConfig.class)
                .withSources(new PropertiesConfigSource(all, "test", 100))
                .build()
                .getConfigMapping(TrainerConfig.class)
                .engine());
    }
}
