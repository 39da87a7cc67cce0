package io.wavemesh.generation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.onnxruntime.OrtEnvironment;
import io.wavemesh.sdxl.model.ModelFolder;
import io.wavemesh.sdxl.onnx.Precision;
import io.wavemesh.testkit.Golden;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EngineOptionsTest {

    @Test
    void computesInSixteenBitsOnCudaUnlessTold() {
        assertThat(EngineOptions.cuda(1).device()).isEqualTo("cuda:1");
        assertThat(EngineOptions.cuda(1).cudaDevice()).hasValue(1);
        assertThat(EngineOptions.cuda(1).precision()).isEqualTo(Precision.FP16);
        assertThat(EngineOptions.cuda(1).withPrecision(Precision.FP32).precision())
                .isEqualTo(Precision.FP32);
        assertThat(EngineOptions.defaults().cudaDevice()).isEmpty();
        assertThat(EngineOptions.cuda(0).withDevice("cpu")).isEqualTo(EngineOptions.defaults());
    }

    @ParameterizedTest
    @ValueSource(strings = {"cuda", "cuda:", "cuda:-1", "gpu", "cuda:1000", "CPU", ""})
    void refusesOtherDevices(String device) {
        EngineOptions defaults = EngineOptions.defaults();

        assertThatThrownBy(() -> defaults.withDevice(device))
                .isInstanceOf(GenerationException.class)
                .hasMessage("device must be cpu or cuda:N, was " + device);
    }

    @Test
    void givesTheProviderDeviceLimitAndPrecision() {
        CudaSettings settings = CudaSettings.defaults();

        assertThat(settings.forSession(2, 1L << 33, false))
                .containsEntry("device_id", "2")
                .containsEntry("gpu_mem_limit", "8589934592")
                .containsEntry("use_tf32", "0");
        assertThat(settings.forSession(0, 0, true))
                .containsEntry("use_tf32", "1")
                .doesNotContainKey("gpu_mem_limit");
    }

    @Test
    void prefersWhatIsNamed() {
        CudaSettings settings = CudaSettings.defaults().with("use_tf32", "0").with("sdpa_kernel", "8");

        assertThat(settings.forSession(0, 0, true))
                .containsEntry("use_tf32", "0")
                .containsEntry("sdpa_kernel", "8");
    }

    /** The runtime of the tests has no CUDA provider. */
    @Test
    void saysWhenTheRuntimeHasNoCuda() {
        try (ModelFolder folder = ModelFolder.open(Golden.tinyModel());
                GenerationEngine engine = GenerationEngine.open(folder, EngineOptions.cuda(0))) {
            assertThat(OrtEnvironment.getAvailableProviders())
                    .extracting(Enum::name)
                    .containsExactly("CPU");
            assertThatThrownBy(engine::load)
                    .isInstanceOf(EngineFailureException.class)
                    .hasMessageStartingWith("cannot use the device cuda:0: ");
        }
    }
}
