package io.wavemesh.training;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TorchTextTest {
    private static final TrainingEngineOptions CUDA = TrainingEngineOptions.cuda(0);

    @Test
    void cudnnComputesAllAttentionOnAGpu() {
        assertThat(source(CUDA)).contains("_scaled_dot_product_cudnn_attention").contains("keys.size(2) % 1 == 0");
    }

    @Test
    void inDeterministicModeTheTextIsNotCudnns() {
        assertThat(source(CUDA.withDeterministic(true)))
                .contains("_scaled_dot_product_cudnn_attention")
                .contains("keys.size(2) % 64 == 0");
    }

    @Test
    void theCpuUsesLibtorchs() {
        assertThat(source(TrainingEngineOptions.cpu())).doesNotContain("cudnn");
    }

    private static String source(TrainingEngineOptions options) {
        return TorchText.archive(options, options.precision().dtype()).source();
    }
}
