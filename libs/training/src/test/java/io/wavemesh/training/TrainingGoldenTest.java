package io.wavemesh.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.wavemesh.sdxl.model.Component;
import io.wavemesh.sdxl.model.ModelFolder;
import io.wavemesh.sdxl.network.UNet;
import io.wavemesh.sdxl.scheduler.NoiseSchedule;
import io.wavemesh.sdxl.scheduler.PredictionType;
import io.wavemesh.testkit.Golden;
import io.wavemesh.testkit.Relative;
import io.wavemesh.waveft.adapter.Adapter;
import io.wavemesh.waveft.safetensors.SafetensorsWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Losses, gradients and five optimizer steps against PEFT and PyTorch. */
class TrainingGoldenTest {

    private static final double TOLERANCE = 1e-4;
    private static final int STEPS = 5;
    /**
     * Gradients below this share of the greatest are rounding noise of fp32, in the reference too; AdamW's first step divides
     * them by their own magnitude, so that a wrong sign moves a number by as much as the learning rate.
     */
    private static final double SHARE_OF_NOISE = 1e-3;

    @TempDir
    static Path folder;

    private static ModelFolder model;
    private static TrainingEngine keeping;
    private static TrainingEngine recomputing;

    @BeforeAll
    static void open() {
        model = ModelFolder.open(Golden.tinyModel());
        keeping = engine(TrainingEngineOptions.Activations.KEEP);
        recomputing = engine(TrainingEngineOptions.Activations.RECOMPUTE);
    }

    @AfterAll
    static void close() {
        keeping.close();
        recomputing.close();
        model.close();
    }

    private static TrainingEngine engine(TrainingEngineOptions.Activations activations) {
        return TrainingEngine.open(
                model, new TrainingEngineOptions("cpu", TrainingEngineOptions.Precision.FLOAT32, 2, activations));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "waveft_db1",
                "waveft_db1_zero",
                "waveft_noidwt",
                "waveft_sym4",
                "waveft_prop",
                "waveft_pattern",
                "lora_r4"
            })
    void fiveStepsEqualPeft(String tag) {
        List<TrainingStep> steps = new ArrayList<>();

        Adapter trained = replay(keeping, tag, steps::add);

        assertSeries(steps.stream().mapToDouble(TrainingStep::loss).toArray(), tag + ".step_losses");
        assertSeries(steps.stream().mapToDouble(TrainingStep::gradNorm).toArray(), tag + ".grad_norms");
        Adapter expected = GoldenAdapter.of(tag, "after5");
        Adapter gradient = GoldenAdapter.of(tag, "grad");
        assertThat(trained.modules()).isEqualTo(expected.modules());
        double noise = SHARE_OF_NOISE * greatest(gradient);
        for (String module : expected.modules()) {
            float[] actual = GoldenAdapter.numbers(trained, module);
            float[] wanted = GoldenAdapter.numbers(expected, module);
            float[] first = GoldenAdapter.numbers(gradient, module);
            for (int i = 0; i < wanted.length; i++) {
                if (Math.abs(first[i]) < noise) {
                    assertThat(actual[i]).isCloseTo(wanted[i], within((float) learningRate(tag)));
                    actual[i] = wanted[i];
                }
            }
            Relative.assertClose(actual, wanted, TOLERANCE);
        }
    }

    /** The greatest magnitude of an adapter's numbers. */
    private static double greatest(Adapter adapter) {
        double greatest = 0;
        for (String module : adapter.modules()) {
            for (float number : GoldenAdapter.numbers(adapter, module)) {
                greatest = Math.max(greatest, Math.abs(number));
            }
        }
        return greatest;
    }

    private static double learningRate(String tag) {
        return tag.equals("waveft_db1_zero") ? 1e-4 : 1e-3;
    }

    @ParameterizedTest
    @ValueSource(strings = {"waveft_db1", "waveft_sym4", "lora_r4"})
    void recomputedStepsEqualKeptOnesToTheBit(String tag) {
        Adapter kept = replay(keeping, tag, TrainingListener.NONE);

        Adapter recomputed = replay(recomputing, tag, TrainingListener.NONE);

        assertThat(recomputed.identity()).isEqualTo(kept.identity());
    }

    @ParameterizedTest
    @ValueSource(strings = {"waveft_db1", "lora_r4"})
    void picturesComputedOneAfterTheOtherGiveTheSameStep(String tag) {
        try (TrainableUNet unet = unet()) {
            Adapter initial = GoldenAdapter.of(tag, "init");
            AdapterVector vector = AdapterVector.of(initial.config(), unet.linears());
            StepResult together = step(unet, vector, initial, 2);
            OptimizerState after = unet.saved(1);

            StepResult apart = step(unet, vector, initial, 1);

            assertThat(apart.loss()).isCloseTo(together.loss(), within(1e-5f * together.loss()));
            assertThat(apart.gradNorm()).isCloseTo(together.gradNorm(), within(1e-5f * together.gradNorm()));
            Relative.assertClose(unet.saved(1).m(), after.m(), 1e-5);
        }
    }

    private static StepResult step(TrainableUNet unet, AdapterVector vector, Adapter initial, int atOnce) {
        schedule(unet, PredictionType.EPSILON, new LossPlan(OptionalDouble.empty(), 0), atOnce);
        unet.begin(vector.layout(), OptimizerState.startingFrom(vector.of(initial)));
        unet.rates(AdamWRates.of(new OptimizerPlan(1e-4, 1e-4, 1), 1));
        unet.batch(lossBatch(), lossConditions());
        unet.advance();
        return unet.results(0, 1).get(0);
    }

    /** On the CPU the tuning for a GPU changes the layout only; its text must load and compute the same. */
    @ParameterizedTest
    @ValueSource(strings = {"waveft_db1", "lora_r4"})
    void tuningChangesRoundingOnly(String tag) {
        List<TrainingStep> steps = new ArrayList<>();
        TrainingEngineOptions options =
                TrainingEngineOptions.cpu().withTuning(TrainingTuning.cuda().withChannelsLast(true));
        try (TrainingEngine tuned = TrainingEngine.open(model, options)) {
            replay(tuned, tag, steps::add);
        }

        assertSeries(steps.stream().mapToDouble(TrainingStep::loss).toArray(), tag + ".step_losses");
        assertSeries(steps.stream().mapToDouble(TrainingStep::gradNorm).toArray(), tag + ".grad_norms");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "waveft_db1",
                "waveft_db1_zero",
                "waveft_noidwt",
                "waveft_sym4",
                "waveft_prop",
                "waveft_pattern",
                "lora_r4"
            })
    void lossAndGradientEqualPeft(String tag) {
        try (TrainableUNet unet = unet()) {
            schedule(unet, PredictionType.EPSILON, new LossPlan(OptionalDouble.empty(), 0));
            Adapter initial = GoldenAdapter.of(tag, "init");
            AdapterVector vector = AdapterVector.of(initial.config(), unet.linears());
            unet.begin(vector.layout(), OptimizerState.startingFrom(vector.of(initial)));

            LossGradient gradient = unet.probe(lossBatch(), lossConditions());

            assertThat((double) gradient.loss())
                    .isCloseTo(Golden.floats(tag + ".loss0")[0], Percentage.withPercentage(0.01));
            Relative.assertClose(gradient.values(), vector.of(GoldenAdapter.of(tag, "grad")), TOLERANCE);
        }
    }

    @ParameterizedTest
    @EnumSource(WeightedLoss.class)
    void weightedLossesEqualDiffusers(WeightedLoss loss) {
        try (TrainableUNet unet = unet()) {
            schedule(unet, loss.target, new LossPlan(loss.gamma, 0));
            AdapterVector vector = AdapterVector.of(GoldenAdapter.config("waveft_db1"), unet.linears());
            unet.begin(
                    vector.layout(),
                    OptimizerState.startingFrom(new float[vector.layout().size()]));

            LossGradient gradient = unet.probe(lossBatch(), lossConditions());

            assertThat((double) gradient.loss()).isCloseTo(Golden.floats(loss.key)[0], Percentage.withPercentage(0.01));
        }
    }

    enum WeightedLoss {
        EPSILON("loss.epsilon", PredictionType.EPSILON, OptionalDouble.empty()),
        V("loss.v", PredictionType.V_PREDICTION, OptionalDouble.empty()),
        MIN_SNR_EPSILON("loss.minsnr5_epsilon", PredictionType.EPSILON, OptionalDouble.of(5));

        private final String key;
        private final PredictionType target;
        private final OptionalDouble gamma;

        WeightedLoss(String key, PredictionType target, OptionalDouble gamma) {
            this.key = key;
            this.target = target;
            this.gamma = gamma;
        }
    }

    private static TrainableUNet unet() {
        return new TrainableUNet(
                TorchRuntime.load(TrainingEngineOptions.cpu()),
                new UNet(model.unetConfig()),
                model.weights(Component.UNET),
                TrainingEngineOptions.cpu());
    }

    private static void schedule(TrainableUNet unet, PredictionType target, LossPlan loss) {
        schedule(unet, target, loss, 2);
    }

    private static void schedule(TrainableUNet unet, PredictionType target, LossPlan loss, int atOnce) {
        LossTables tables = LossTables.of(NoiseSchedule.of(model.schedulerConfig()), loss);
        unet.schedule(tables);
        int stages = new UNet(model.unetConfig()).stages().size();
        unet.settings(new StepSettings(target, ActivationPlan.all(stages), atOnce, 0, 1));
    }

    private static ReplayBatch lossBatch() {
        return new ReplayBatch(tensor("loss.in.latents"), tensor("loss.in.noise"), Golden.longs("loss.in.timestep"));
    }

    private static Conditions lossConditions() {
        return new Conditions(
                tensor("loss.in.encoder_hidden_states"), tensor("loss.in.text_embeds"), tensor("loss.in.time_ids"));
    }

    private static Adapter replay(TrainingEngine engine, String tag, TrainingListener listener) {
        Adapter initial = GoldenAdapter.of(tag, "init");
        TrainingPlan plan = TrainingPlan.continuing(initial, Map.of("learningRate", learningRate(tag)), model);
        try (ReplayFile file = ReplayFile.open(recorded())) {
            return engine.replay(file, plan, new TrainingStart.FromAdapter(initial), listener)
                    .orThrow()
                    .adapter();
        }
    }

    private static Path recorded() {
        SafetensorsWriter writer = new SafetensorsWriter();
        for (int i = 0; i < STEPS; i++) {
            for (String name : List.of("latents", "noise")) {
                String key = "train.batch" + i + "." + name;
                writer.add("batch" + i + "." + name, Golden.shape(key), Golden.floats(key));
            }
            long[] timesteps = Golden.longs("train.batch" + i + ".timestep");
            writer.add("batch" + i + ".timestep", new long[] {timesteps.length}, timesteps);
        }
        firstTwo(writer, "encoder_hidden_states", "text.prompt_embeds");
        firstTwo(writer, "text_embeds", "text.pooled");
        writer.add("time_ids", Golden.shape("loss.in.time_ids"), Golden.floats("loss.in.time_ids"));
        Path file = folder.resolve("recorded.safetensors");
        writer.write(file);
        return file;
    }

    private static void firstTwo(SafetensorsWriter writer, String name, String key) {
        long[] shape = Golden.shape(key);
        float[] all = Golden.floats(key);
        float[] rows = Arrays.copyOf(all, (int) (all.length / shape[0] * 2));
        shape[0] = 2;
        writer.add(name, shape, rows);
    }

    private static void assertSeries(double[] actual, String key) {
        Relative.assertClose(actual, Golden.doubles(key), TOLERANCE);
    }

    private static FloatTensor tensor(String key) {
        return new FloatTensor(Golden.floats(key), Golden.shape(key));
    }
}
