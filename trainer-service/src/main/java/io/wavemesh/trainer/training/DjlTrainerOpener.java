package io.wavemesh.trainer.training;

import io.wavemesh.contracts.BaseModelId;
import io.wavemesh.pictures.PictureLimits;
import io.wavemesh.sdxl.model.ModelFolder;
import io.wavemesh.trainer.config.TrainerConfig;
import io.wavemesh.trainer.domain.BaseModel;
import io.wavemesh.trainer.domain.SubjectTrainer;
import io.wavemesh.trainer.domain.TrainerOpener;
import io.wavemesh.training.TrainingEngine;
import io.wavemesh.training.TrainingEngineOptions;
import java.nio.file.Path;

/** Opens the base model by DJL's PyTorch engine, offline. */
public final class DjlTrainerOpener implements TrainerOpener {
    private static final int LONGEST_NAME = 64;
    private static final String CPU = "cpu";

    private final TrainerConfig config;

    /** Opens what the settings name. */
    public DjlTrainerOpener(TrainerConfig config) {
        this.config = config;
    }

    @Override
    public SubjectTrainer open() {
        // DJL reads these once, when its classes are loaded; the last one keeps it from telling its makers of each
        // start.
        config.engine().cacheFolder().ifPresent(folder -> System.setProperty("DJL_CACHE_DIR", folder.toString()));
        System.setProperty("ai.djl.offline", "true");
        System.setProperty("OPT_OUT_TRACKING", "true");
        ModelFolder folder =
                ModelFolder.open(config.model().path(), config.model().variant());
        try {
            BaseModel base = new BaseModel(name(), folder.contentHash());
            TrainingEngine engine = TrainingEngine.open(folder, options(config.engine()));
            if (!config.engine().device().equals(CPU)) {
                WarmUp.of(engine);
            }
            return new DjlSubjectTrainer(
                    engine,
                    base,
                    new PictureLimits(
                            config.pictures().maxSize().asLongValue(),
                            config.pictures().maxPixels(),
                            1),
                    config.checkpoints().interval());
        } catch (RuntimeException e) {
            folder.close();
            throw e;
        }
    }

    /** What the settings say, for the rest what is usual on the device. */
    static TrainingEngineOptions options(TrainerConfig.Engine engine) {
        boolean cpu = engine.device().equals(CPU);
        int threads =
                engine.threads() > 0 ? engine.threads() : Runtime.getRuntime().availableProcessors();
        TrainerConfig.Precision usual = cpu ? TrainerConfig.Precision.FLOAT32 : TrainerConfig.Precision.BFLOAT16;
        return new TrainingEngineOptions(
                        engine.device(),
                        switch (engine.precision().orElse(usual)) {
                            case FLOAT32 -> TrainingEngineOptions.Precision.FLOAT32;
                            case BFLOAT16 -> TrainingEngineOptions.Precision.BFLOAT16;
                        },
                        threads,
                        switch (engine.activations()) {
                            case AUTO -> TrainingEngineOptions.Activations.AUTO;
                            case KEEP -> TrainingEngineOptions.Activations.KEEP;
                            case RECOMPUTE -> TrainingEngineOptions.Activations.RECOMPUTE;
                        })
                .withDeterministic(engine.deterministic())
                .withMemoryLimit(engine.memoryLimit().asLongValue());
    }

    private BaseModelId name() {
        return new BaseModelId(
                config.model().id().orElseGet(() -> folderName(config.model().path())));
    }

    private static String folderName(Path path) {
        Path name = path.toAbsolutePath().normalize().getFileName();
        String allowed = String.valueOf(name).replaceAll("[^A-Za-z0-9._-]", "-").replaceFirst("^[^A-Za-z0-9]+", "");
        return allowed.isEmpty() ? "model" : allowed.substring(0, Math.min(LONGEST_NAME, allowed.length()));
    }
}
