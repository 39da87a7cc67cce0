package io.wavemesh.trainer.training;

import static org.assertj.core.api.Assertions.assertThat;

import io.wavemesh.sdxl.model.ModelFolder;
import io.wavemesh.testkit.Golden;
import io.wavemesh.training.TrainingEngine;
import io.wavemesh.training.TrainingEngineOptions;
import io.wavemesh.training.TrainingOutcome;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class WarmUpTest {

    @Test
    void doesAFewStepsWithTheModelsDefaults() {
        assertThat(warmUp(Path.of("../models/nano-sdxl")))
                .hasValueSatisfying(outcome -> assertThat(outcome).isInstanceOf(TrainingOutcome.Trained.class));
    }

    @Test
    void aModelThatNeedsOtherSettingsStartsWithoutOne() {
        assertThat(warmUp(Golden.tinyModel())).isEmpty();
    }

    private static Optional<TrainingOutcome> warmUp(Path folder) {
        try (ModelFolder model = ModelFolder.open(folder);
                TrainingEngine engine = TrainingEngine.open(model, TrainingEngineOptions.cpu())) {
            return WarmUp.of(engine);
        }
    }
}
