package io.wavemesh.inference.onnx;

import static org.assertj.core.api.Assertions.assertThat;

import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import io.wavemesh.generation.EngineOptions;
import io.wavemesh.inference.config.InferenceConfig;
import io.wavemesh.sdxl.onnx.Precision;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class OnnxModelOpenerTest {
    @Test
    void takesWhatIsUsualOnTheDevice() {
        assertThat(options(Map.of()))
                .usingRecursiveComparison()
                .ignoringFields("targets")
                .isEqualTo(EngineOptions.defaults());
        assertThat(options(Map.of("inference.engine.device", "cuda:1")))
                .usingRecursiveComparison()
                .ignoringFields("targets")
                .isEqualTo(EngineOptions.cuda(1));
    }

    @Test
    void takesWhatIsSet() {
        EngineOptions options = options(Map.of(
                "inference.engine.device", "cuda:0",
                "inference.engine.precision", "fp32",
                "inference.engine.memory-limit", "12G",
                "inference.batch.slice-steps", "3",
                "inference.model.threads", "2"));

        assertThat(options.device()).isEqualTo("cuda:0");
        assertThat(options.precision()).isEqualTo(Precision.FP32);
        assertThat(options.memoryLimit()).isEqualTo(12L << 30);
        assertThat(options.sliceSteps()).isEqualTo(3);
        assertThat(options.threads()).isEqualTo(2);
    }

    private static EngineOptions options(Map<String, String> settings) {
        Map<String, String> all = new HashMap<>(settings);
        all.put("inference.model.path", "/model");
        all.put("inference.store.root", "/store");
        return OnnxModelOpener.options(new SmallRyeConfigBuilder()
                .addDiscoveredConverters()
                .withMapping(InferenceConfig.class)
                .withSources(new PropertiesConfigSource(all, "test", 100))
                .build()
                .getConfigMapping(InferenceConfig.class));
    }
}
