package io.wavemesh.inference.onnx;

import io.wavemesh.contracts.BaseModelId;
import io.wavemesh.generation.EngineOptions;
import io.wavemesh.generation.GenerationEngine;
import io.wavemesh.inference.config.InferenceConfig;
import io.wavemesh.inference.domain.ImageGenerator;
import io.wavemesh.inference.domain.ImageTask;
import io.wavemesh.inference.domain.ModelOpener;
import io.wavemesh.inference.domain.Sampling;
import io.wavemesh.sdxl.model.ModelFolder;
import io.wavemesh.sdxl.onnx.Precision;
import java.util.List;
import java.util.Optional;

/** Opens the configured model folder for ONNX Runtime. */
public final class OnnxModelOpener implements ModelOpener {
    private static final String NOT_IN_NAMES = "[^A-Za-z0-9._-]";
    private static final int LONGEST_NAME = 64;

    private final InferenceConfig config;

    /** Opens what these settings name. */
    public OnnxModelOpener(InferenceConfig config) {
        this.config = config;
    }

    @Override
    public ImageGenerator open() {
        ModelFolder folder =
                ModelFolder.open(config.model().path(), config.model().variant());
        try {
            OnnxImageGenerator generator =
                    new OnnxImageGenerator(folder, GenerationEngine.open(folder, options(config)), name());
            warmUp(generator);
            return generator;
        } catch (RuntimeException e) {
            folder.close();
            throw e;
        }
    }

    /** What the settings say, for the rest what is usual on the device. */
    static EngineOptions options(InferenceConfig config) {
        EngineOptions usual = EngineOptions.defaults()
                .withDevice(config.engine().device())
                .withThreads(config.model().threads())
                .withMemoryLimit(config.engine().memoryLimit().asLongValue());
        return usual.withPrecision(config.engine()
                        .precision()
                        .map(precision -> switch (precision) {
                            case FP32 -> Precision.FP32;
                            case FP16 -> Precision.FP16;
                        })
                        .orElse(usual.precision()))
                .withSliceSteps(config.batch().sliceSteps().orElse(usual.sliceSteps()));
    }

    private static void warmUp(OnnxImageGenerator generator) {
        Sampling usual = generator.profile().sampling();
        Sampling once = new Sampling(usual.scheduler(), usual.timestepSpacing(), 1, usual.guidanceScale());
        generator.draw(
                generator.profile().size(),
                once,
                List.of(new ImageTask("", Optional.empty(), 0)),
                List.of(),
                step -> true);
    }

    private BaseModelId name() {
        return new BaseModelId(config.model().id().orElseGet(this::folderName));
    }

    private String folderName() {
        String name =
                config.model().path().toAbsolutePath().normalize().getFileName().toString();
        String allowed = name.replaceAll(NOT_IN_NAMES, "-").replaceFirst("^[^A-Za-z0-9]+", "");
        return allowed.isEmpty() ? "model" : allowed.substring(0, Math.min(LONGEST_NAME, allowed.length()));
    }
}
