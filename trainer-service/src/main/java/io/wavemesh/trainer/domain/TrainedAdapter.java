package io.wavemesh.trainer.domain;

import io.wavemesh.contracts.TrainingMethod;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * What a training leaves behind.
 *
 * @param config PEFT's {@code adapter_config.json}
 * @param weights PEFT's {@code adapter_model.safetensors}
 * @param identity hash of coefficients and configuration alone, 64 hexadecimal digits
 * @param method how the change of the weights is parameterized
 * @param waveletFamily of method waveft
 * @param parameterCount trained numbers
 * @param settings every setting as it was used, JSON values by name
 * @param versions of the libraries that took part, by name
 * @param finalLoss of the last step
 * @param elapsed time the training took
 */
public record TrainedAdapter(
        Path config,
        Path weights,
        String identity,
        TrainingMethod method,
        Optional<String> waveletFamily,
        long parameterCount,
        Map<String, Object> settings,
        Map<String, String> versions,
        double finalLoss,
        Duration elapsed) {}
