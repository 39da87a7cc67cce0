package io.wavemesh.inference.onnx;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class MemoryFaultsTest {
    @Test
    void knowsAFailedAllocationByItsCause() {
        String message = "Error code - ORT_RUNTIME_EXCEPTION - message: Failed to allocate memory for requested buffer";

        assertThat(MemoryFaults.isMemoryFault(new RuntimeException("the UNet failed", new Exception(message))))
                .isTrue();
        assertThat(MemoryFaults.isMemoryFault(new RuntimeException("std::bad_alloc")))
                .isTrue();
    }

    @Test
    void takesOtherFailuresForWhatTheyAre() {
        assertThat(MemoryFaults.isMemoryFault(new RuntimeException("the UNet failed", new Exception("ORT_FAIL"))))
                .isFalse();
        assertThat(MemoryFaults.isMemoryFault(new RuntimeException((String) null)))
                .isFalse();
    }
}
