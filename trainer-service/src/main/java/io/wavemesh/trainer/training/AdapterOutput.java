package io.wavemesh.trainer.training;

import io.wavemesh.contracts.TrainingMethod;
import io.wavemesh.trainer.domain.TrainedAdapter;
import io.wavemesh.trainer.domain.Workplace;
import io.wavemesh.training.TrainingPlan;
import io.wavemesh.training.TrainingResult;
import io.wavemesh.waveft.adapter.Adapter;
import io.wavemesh.waveft.adapter.AdapterFolder;
import io.wavemesh.waveft.adapter.WaveFtConfig;
import io.wavemesh.waveft.safetensors.DType;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Writes a trained adapter as PEFT's folder, in single precision. */
final class AdapterOutput {
    private AdapterOutput() {}

    static TrainedAdapter write(
            TrainingResult result, TrainingPlan plan, Workplace workplace, Duration elapsed, String libtorch) {
        Adapter adapter = result.adapter();
        Path folder = workplace.output();
        AdapterFolder.write(adapter, folder, DType.F32);
        TrainingMethod method = TrainingMethod.valueOf(adapter.config().method().toUpperCase(Locale.ROOT));
        return new TrainedAdapter(
                folder.resolve(AdapterFolder.CONFIG),
                folder.resolve(AdapterFolder.MODEL),
                adapter.identity(),
                method,
                method == TrainingMethod.WAVEFT && adapter.config() instanceof WaveFtConfig config
                        ? Optional.of(config.waveletFamily().name())
                        : Optional.empty(),
                adapter.parameterCount(),
                plan.settings(),
                versions(libtorch),
                result.finalLoss(),
                elapsed);
    }

    private static Map<String, String> versions(String libtorch) {
        return Map.of(
                "wavemesh",
                Optional.ofNullable(AdapterOutput.class.getPackage().getImplementationVersion())
                        .orElse("unknown"),
                "libtorch",
                libtorch,
                "java",
                System.getProperty("java.version"),
                "os",
                System.getProperty("os.name") + " " + System.getProperty("os.arch"));
    }
}
