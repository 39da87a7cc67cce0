package io.wavemesh.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import ai.djl.util.cuda.CudaUtils;
import io.wavemesh.pictures.Picture;
import io.wavemesh.sdxl.model.ModelFolder;
import io.wavemesh.testkit.Golden;
import io.wavemesh.training.TrainingEngineOptions.Activations;
import io.wavemesh.training.TrainingEngineOptions.Precision;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Trainings on a CUDA device, with the tiny model. */
@Tag("gpu")
class CudaTrainingGpuIT {

    private static final int STEPS = 12;
    private static final TrainingEngineOptions EXACT =
            TrainingEngineOptions.cuda(0).withPrecision(Precision.FLOAT32).withDeterministic(true);

    private static ModelFolder model;

    @BeforeAll
    static void open() {
        assumeTrue(CudaUtils.hasCuda(), "there is no CUDA device");
        model = ModelFolder.open(Golden.tinyModel());
    }

    @AfterAll
    static void close() {
        if (model != null) {
            model.close();
        }
    }

    @Test
    void capturedStepsEqualCalledOnesToTheBit() {
        TrainingEngineOptions called = EXACT.withTuning(EXACT.tuning().withGraph(false));

        assertThat(identity(EXACT)).isEqualTo(identity(called));
    }

    @Test
    void recomputedActivationsEqualKeptOnesToTheBit() {
        assertThat(identity(EXACT.withActivations(Activations.RECOMPUTE)))
                .isEqualTo(identity(EXACT.withActivations(Activations.KEEP)));
    }

    @Test
    void resumedTrainingEndsAsAnUndisturbedOneInBf16() {
        TrainingEngineOptions options = TrainingEngineOptions.cuda(0).withDeterministic(true);
        List<Checkpoint> kept = new ArrayList<>();
        try (TrainingEngine engine = TrainingEngine.open(model, options)) {
            CheckpointSink sink = CheckpointSink.every(5, kept::add);
            TrainingResult whole = engine.train(plan(), pictures(), TrainingStart.SCRATCH, sink, TrainingListener.NONE)
                    .orThrow();
            TrainingStart middle = new TrainingStart.FromCheckpoint(kept.get(0));

            TrainingResult resumed = engine.train(
                            plan(), pictures(), middle, CheckpointSink.NONE, TrainingListener.NONE)
                    .orThrow();

            assertThat(resumed.adapter().identity()).isEqualTo(whole.adapter().identity());
            assertThat(whole.deviceBytes()).isPositive();
        }
    }

    @Test
    void tooLittleMemoryIsAnOutcomeAndTheEngineStaysUsable() {
        try (TrainingEngine engine = TrainingEngine.open(model, EXACT.withMemoryLimit(512 << 20))) {
            TrainingPlan large = TrainingPlan.resolve(
                    Map.of("classNoun", "dog", "steps", 3, "resolution", 4096, "nFrequency", 24), model);

            assertThat(engine.train(large, pictures(), TrainingListener.NONE))
                    .isInstanceOf(TrainingOutcome.OutOfMemory.class);
            assertThat(engine.train(plan(), pictures(), TrainingListener.NONE))
                    .isInstanceOf(TrainingOutcome.Trained.class);
        }
    }

    private static String identity(TrainingEngineOptions options) {
        try (TrainingEngine engine = TrainingEngine.open(model, options)) {
            return engine.train(plan(), pictures(), TrainingListener.NONE)
                    .orThrow()
                    .adapter()
                    .identity();
        }
    }

    private static TrainingPlan plan() {
        return TrainingPlan.resolve(
                Map.of("classNoun", "dog", "steps", STEPS, "batch", 2, "seed", 3, "nFrequency", 24), model);
    }

    private static List<Picture> pictures() {
        byte[] rgb = new byte[3 * 64 * 80];
        for (int at = 0; at < rgb.length; at++) {
            rgb[at] = (byte) (at / 7);
        }
        return List.of(Picture.of(80, 64, rgb));
    }
}
