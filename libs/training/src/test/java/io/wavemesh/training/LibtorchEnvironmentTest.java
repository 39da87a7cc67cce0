package io.wavemesh.training;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LibtorchEnvironmentTest {
    private static final String ALLOCATOR = "PYTORCH_CUDA_ALLOC_CONF";
    private static final TrainingEngineOptions CUDA = TrainingEngineOptions.cuda(0);

    @Test
    void memoryGrowsInPlaceUnlessItIsLimited() {
        assertThat(LibtorchEnvironment.variables(CUDA)).containsEntry(ALLOCATOR, "expandable_segments:True");
        assertThat(LibtorchEnvironment.variables(CUDA.withMemoryLimit(7L << 30)))
                .containsEntry(ALLOCATOR, "expandable_segments:False");
    }
}
