package io.wavemesh.generation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.wavemesh.sdxl.model.ModelFolder;
import io.wavemesh.sdxl.scheduler.SchedulerKind;
import io.wavemesh.testkit.Golden;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class BatchGenerationTest {
    private static final Sampling SAMPLING = new Sampling(SchedulerKind.EULER, Optional.empty(), 2, 3);
    private static final PictureSize SIZE = new PictureSize(64, 48);

    @Test
    void drawsEachRequestOfARunAsAlone() {
        GenerationSpec first =
                GenerationSpec.of("a red apple", SAMPLING, SIZE).withSeed(3).withCount(2);
        GenerationSpec second =
                GenerationSpec.of("a small dog", SAMPLING, SIZE).withSeed(9).withNegativePrompt("a cat");
        try (ModelFolder folder = ModelFolder.open(Golden.tinyModel());
                GenerationEngine engine = GenerationEngine.open(folder, EngineOptions.defaults())) {
            Generated together = engine.generate(List.of(first, second), GenerationListener.NONE);

            assertThat(together.pictures()).hasSize(3);
            assertClose(
                    together.pictures().get(1),
                    engine.generate(first, GenerationListener.NONE).pictures().get(1));
            assertClose(
                    together.pictures().get(2),
                    engine.generate(second, GenerationListener.NONE).pictures().get(0));
        }
    }

    @Test
    void refusesRequestsThatCanNotShareARun() {
        GenerationSpec small = GenerationSpec.of("a", SAMPLING, SIZE);
        GenerationSpec large = GenerationSpec.of("a", SAMPLING, new PictureSize(64, 64));
        try (ModelFolder folder = ModelFolder.open(Golden.tinyModel());
                GenerationEngine engine = GenerationEngine.open(folder, EngineOptions.defaults())) {
            assertThatThrownBy(() -> engine.generate(List.of(small, large), GenerationListener.NONE))
                    .isInstanceOf(GenerationException.class)
                    .hasMessageContaining("same sampling, size and adapters");
        }
    }

    private static void assertClose(float[] actual, float[] expected) {
        assertThat(actual).hasSameSizeAs(expected);
        for (int i = 0; i < expected.length; i++) {
            assertThat(actual[i]).isCloseTo(expected[i], within(1e-3f));
        }
    }
}
