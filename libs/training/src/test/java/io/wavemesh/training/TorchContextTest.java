package io.wavemesh.training;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The settings are libtorch's own, whether a CUDA device is there or not. */
class TorchContextTest {

    private static final TrainingEngineOptions CUDA = TrainingEngineOptions.cuda(0);

    @AfterEach
    void asTheyWere() {
        TorchContext.configure(CUDA);
    }

    @Test
    void deterministicModeIsSwitchedOnAndOff() {
        TorchRuntime.load(TrainingEngineOptions.cpu());

        TorchContext.configure(CUDA.withDeterministic(true));
        boolean on = TorchContext.deterministic();
        TorchContext.configure(CUDA);

        assertThat(on).isTrue();
        assertThat(TorchContext.deterministic()).isFalse();
    }
}
