package io.wavemesh.generation;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EngineFailureExceptionTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Error code - ORT_RUNTIME_EXCEPTION - message: Non-zero status code returned while running NhwcConv node."
                        + " Status Message: bfc_arena.cc:376 AllocateRawInternal Failed to allocate memory for requested"
                        + " buffer of size 4294967296\n",
                "bfc_arena.cc:358 AllocateRawInternal Available memory of 1048576 is smaller than requested bytes of"
                        + " 2097152",
                "CUDA failure 2: out of memory ; GPU=0 ; expr=cudaMalloc((void**)&p, size);",
                "Error code - ORT_RUNTIME_EXCEPTION - message: std::bad_alloc",
                "CUBLAS failure 3: CUBLAS_STATUS_ALLOC_FAILED ; GPU=0"
            })
    void tellsExhaustedDeviceMemoryFromOtherFailures(String message) {
        EngineFailureException failure = EngineFailureException.of("the UNet failed", new RuntimeException(message));

        assertThat(failure).isInstanceOf(DeviceMemoryException.class).hasMessageStartingWith("the UNet failed");
        assertThat(failure.getMessage()).doesNotContain("\n");
    }

    @Test
    void leavesOtherFailuresAsTheyAre() {
        EngineFailureException failure =
                EngineFailureException.of("the UNet failed", new RuntimeException("[ORT_FAIL] Exiting due to a bug"));

        assertThat(failure)
                .isNotInstanceOf(DeviceMemoryException.class)
                .hasMessage("the UNet failed: [ORT_FAIL] Exiting due to a bug");
    }
}
