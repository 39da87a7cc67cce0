package io.wavemesh.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import ai.djl.engine.Engine;
import ai.djl.engine.StandardCapabilities;
import io.wavemesh.pictures.Picture;
import io.wavemesh.sdxl.model.ModelFolder;
import io.wavemesh.testkit.Golden;
import io.wavemesh.waveft.adapter.Adapter;
import io.wavemesh.waveft.adapter.AdapterException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Trainings on pictures, with the tiny model. */
class TrainingEngineTest {

    private static final int STEPS = 6;

    private static ModelFolder model;
    private static TrainingEngine engine;

    @BeforeAll
    static void open() {
        model = ModelFolder.open(Golden.tinyModel());
        engine = TrainingEngine.open(model, TrainingEngineOptions.cpu());
    }

    @AfterAll
    static void close() {
        engine.close();
        model.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"waveft", "shira", "lora"})
    void repeatedTrainingGivesTheSameNumbersToTheBit(String method) {
        TrainingPlan plan = plan(Map.of("method", method));
        String first = train(plan).identity();
        train(plan(Map.of("method", "lora", "seed", 5)));

        String again = train(plan).identity();

        assertThat(again).isEqualTo(first);
    }

    @Test
    void otherSeedGivesOtherNumbers() {
        assertThat(train(plan(Map.of("seed", 1))).identity())
                .isNotEqualTo(train(plan(Map.of("seed", 2))).identity());
    }

    @ParameterizedTest
    @ValueSource(strings = {"waveft", "shira", "lora"})
    void interruptedTrainingEndsAsAnUndisturbedOne(String method, @TempDir Path folder) throws Exception {
        TrainingPlan plan = plan(Map.of("method", method, "noiseOffset", 0.05));
        String undisturbed = train(plan).identity();
        List<byte[]> kept = new ArrayList<>();
        CheckpointSink sink = CheckpointSink.every(2, checkpoint -> kept.add(checkpoint.toBytes()));
        TrainingOutcome interrupted = engine.train(plan, pictures(), TrainingStart.SCRATCH, sink, new CancelAfter(5));
        Path file = Files.write(folder.resolve("checkpoint"), kept.get(kept.size() - 1));
        Checkpoint checkpoint = Checkpoint.read(file);

        List<TrainingStep> steps = new ArrayList<>();
        Adapter resumed = engine.train(
                        plan, pictures(), new TrainingStart.FromCheckpoint(checkpoint), CheckpointSink.NONE, steps::add)
                .orThrow()
                .adapter();

        assertThat(interrupted).isEqualTo(new TrainingOutcome.Cancelled(5));
        assertThat(checkpoint.stepsDone()).isEqualTo(4);
        assertThat(steps).extracting(TrainingStep::step).containsExactly(5, 6);
        assertThat(resumed.identity()).isEqualTo(undisturbed);
    }

    @Test
    void checkpointOfOtherSettingsIsRefused() {
        List<Checkpoint> kept = new ArrayList<>();
        engine.train(
                plan(Map.of()),
                pictures(),
                TrainingStart.SCRATCH,
                CheckpointSink.every(2, kept::add),
                TrainingListener.NONE);
        TrainingStart start = new TrainingStart.FromCheckpoint(kept.get(0));

        assertThatThrownBy(() -> engine.train(
                        plan(Map.of("learningRate", 2e-4)),
                        pictures(),
                        start,
                        CheckpointSink.NONE,
                        TrainingListener.NONE))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("other settings, pictures or base model");
    }

    @Test
    void lossThatIsNotFiniteEndsTheTrainingWithItsStep() {
        TrainingOutcome outcome =
                engine.train(plan(Map.of("learningRate", 1000, "scaling", 1e6)), pictures(), TrainingListener.NONE);

        assertThat(outcome).isInstanceOfSatisfying(TrainingOutcome.Diverged.class, diverged -> {
            assertThat(diverged.step()).isGreaterThan(1);
            assertThat(diverged.reason()).contains("diverged at step " + diverged.step());
        });
    }

    @Test
    void baseIsUntouchedAfterADivergedTraining() {
        TrainingPlan plan = plan(Map.of());
        String before = train(plan).identity();
        engine.train(plan(Map.of("learningRate", 1000, "scaling", 1e6)), pictures(), TrainingListener.NONE);

        assertThat(train(plan).identity()).isEqualTo(before);
    }

    @Test
    void saysInOneLineThatADeviceCannotBeUsed() {
        assumeFalse(Engine.getEngine("PyTorch").hasCapability(StandardCapabilities.CUDA), "libtorch has CUDA");

        assertThatThrownBy(() -> TrainingEngine.open(engine.model(), TrainingEngineOptions.cuda(0)))
                .isInstanceOf(TorchUnavailableException.class)
                .hasMessageStartingWith("the device cuda:0 cannot be used by libtorch: ")
                .hasMessageNotContaining("\n");
    }

    @Test
    void warmUpLeavesTheBaseAsItIs() {
        TrainingPlan plan = plan(Map.of());
        String before = train(plan).identity();

        TrainingOutcome outcome = engine.warmUp(plan);

        assertThat(outcome.orThrow().steps()).isEqualTo(3);
        assertThat(train(plan).identity()).isEqualTo(before);
    }

    @Test
    void cancelledBeforeTheFirstStepDoesNone() {
        assertThat(engine.train(plan(Map.of()), pictures(), new CancelAfter(0)))
                .isEqualTo(new TrainingOutcome.Cancelled(0));
    }

    @Test
    void stepsThatAreReadTogetherGiveTheSameNumbers() {
        TrainingPlan plan = plan(Map.of("noiseOffset", 0.05));
        List<Integer> seen = new ArrayList<>();
        List<Integer> kept = new ArrayList<>();
        TrainingTuning tuning = TrainingTuning.cpu().withReadEvery(4);
        try (TrainingEngine late =
                TrainingEngine.open(model, TrainingEngineOptions.cpu().withTuning(tuning))) {
            TrainingOutcome outcome = late.train(
                    plan,
                    pictures(),
                    TrainingStart.SCRATCH,
                    CheckpointSink.every(3, checkpoint -> kept.add(checkpoint.stepsDone())),
                    step -> seen.add(step.step()));

            assertThat(outcome.orThrow().adapter().identity())
                    .isEqualTo(train(plan).identity());
        }
        assertThat(seen).containsExactly(1, 2, 3, 4, 5, 6);
        assertThat(kept).containsExactly(3);
    }

    @Test
    void cancellingWaitsForTheStepsThatWereStarted() {
        TrainingTuning tuning = TrainingTuning.cpu().withReadEvery(100);
        int[] asked = {0};
        try (TrainingEngine late =
                TrainingEngine.open(model, TrainingEngineOptions.cpu().withTuning(tuning))) {
            TrainingOutcome outcome = late.train(plan(Map.of()), pictures(), new TrainingListener() {
                @Override
                public void onStep(TrainingStep step) {}

                @Override
                public boolean cancelled() {
                    return asked[0]++ == 3 + 4;
                }
            });

            assertThat(outcome).isEqualTo(new TrainingOutcome.Cancelled(4));
        }
    }

    @Test
    void trainsLayersOutsideTheAttentionToo() {
        List<String> targets = List.of("time_embedding.linear_1", "time_emb_proj", "proj_in", "ff.net.0.proj");

        Adapter trained = train(plan(Map.of("targetModules", targets)));

        assertThat(trained.modules())
                .contains("time_embedding.linear_1", "down_blocks.0.resnets.0.time_emb_proj")
                .anyMatch(module -> module.endsWith("ff.net.0.proj"))
                .allSatisfy(module -> assertThat(trained.coefficients(module)).isNotEqualTo(new float[24]));
    }

    /** Joint and split products, moved weights: the numbers are those of the plain form, whichever layers were trained before. */
    @Test
    void tuningTrainsAnyLayers() {
        List<List<String>> targets = List.of(
                List.of("to_q", "to_k", "to_v", "to_out.0"),
                List.of("to_q", "to_v", "ff.net.0.proj"),
                List.of("to_k", "to_v"),
                List.of("to_q", "to_k", "to_v", "to_out.0"));
        TrainingTuning tuning = TrainingTuning.cuda().withReadEvery(1);
        try (TrainingEngine tuned =
                TrainingEngine.open(model, TrainingEngineOptions.cpu().withTuning(tuning))) {
            List<String> identities = new ArrayList<>();
            for (List<String> each : targets) {
                TrainingPlan plan = plan(Map.of("targetModules", each));
                TrainingResult plain =
                        engine.train(plan, pictures(), TrainingListener.NONE).orThrow();
                TrainingResult result =
                        tuned.train(plan, pictures(), TrainingListener.NONE).orThrow();
                assertThat(result.finalLoss()).isCloseTo(plain.finalLoss(), Percentage.withPercentage(0.01));
                identities.add(result.adapter().identity());
            }
            assertThat(identities.get(3)).isEqualTo(identities.get(0));
        }
    }

    @Test
    void reportsPhasesAndSteps() {
        List<TrainingPhase> phases = new ArrayList<>();
        List<TrainingStep> steps = new ArrayList<>();

        TrainingResult result = engine.train(plan(Map.of()), pictures(), new TrainingListener() {
                    @Override
                    public void onPhase(TrainingPhase phase) {
                        phases.add(phase);
                    }

                    @Override
                    public void onStep(TrainingStep step) {
                        steps.add(step);
                    }
                })
                .orThrow();

        assertThat(phases).containsExactly(TrainingPhase.TEXT, TrainingPhase.LATENTS, TrainingPhase.STEPS);
        assertThat(steps).extracting(TrainingStep::step).containsExactly(1, 2, 3, 4, 5, 6);
        assertThat(steps).allSatisfy(step -> assertThat(step.gradNorm()).isPositive());
        assertThat(result.finalLoss()).isEqualTo(steps.get(STEPS - 1).loss());
        assertThat(result.durations()).containsOnlyKeys(TrainingPhase.values());
    }

    @ParameterizedTest
    @CsvSource({"nFrequency, 100000, n_frequency must be in", "targetModules, nowhere, target_modules selects none"})
    void unusablePlanIsRefused(String setting, String value, String message) {
        Object given = setting.equals("nFrequency") ? Integer.valueOf(value) : List.of(value);

        assertThatThrownBy(() -> train(plan(Map.of(setting, given))))
                .isInstanceOf(AdapterException.class)
                .hasMessageContaining(message);
    }

    private static Adapter train(TrainingPlan plan) {
        return engine.train(plan, pictures(), TrainingListener.NONE).orThrow().adapter();
    }

    private static TrainingPlan plan(Map<String, Object> settings) {
        Map<String, Object> all = new HashMap<>(Map.of("classNoun", "dog", "steps", STEPS, "batch", 2, "seed", 3));
        boolean lora = "lora".equals(settings.get("method"));
        all.putAll(lora ? Map.of("rank", 2) : Map.of("nFrequency", 24));
        all.putAll(settings);
        return TrainingPlan.resolve(all, model);
    }

    private static List<Picture> pictures() {
        List<Picture> pictures = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            byte[] rgb = new byte[3 * 64 * 80];
            for (int at = 0; at < rgb.length; at++) {
                rgb[at] = (byte) (at * (i + 1) / 7);
            }
            pictures.add(Picture.of(80, 64, rgb));
        }
        return pictures;
    }

    /** Cancels after so many steps. */
    private static final class CancelAfter implements TrainingListener {
        private final int steps;
        private int done;

        CancelAfter(int steps) {
            this.steps = steps;
        }

        @Override
        public void onStep(TrainingStep step) {
            done = step.step();
        }

        @Override
        public boolean cancelled() {
            return done >= steps;
        }
    }
}
