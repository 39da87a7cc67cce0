package io.wavemesh.generation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtSession;
import io.wavemesh.sdxl.model.ModelFolder;
import io.wavemesh.sdxl.onnx.Dialect;
import io.wavemesh.sdxl.onnx.OnnxNetworks;
import io.wavemesh.sdxl.onnx.Precision;
import io.wavemesh.sdxl.scheduler.SchedulerKind;
import io.wavemesh.testkit.Golden;
import io.wavemesh.testkit.Relative;
import io.wavemesh.waveft.adapter.Adapter;
import io.wavemesh.waveft.adapter.AdapterFolder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Requests of all kinds, on the tiny model. */
class GenerationEngineTest {
    private static final PictureSize SMALL = new PictureSize(64, 64);
    private static final Sampling TWO_STEPS = new Sampling(SchedulerKind.EULER, Optional.empty(), 2, 5);

    private static ModelFolder folder;
    private static GenerationEngine engine;

    @BeforeAll
    static void open() {
        folder = ModelFolder.open(Golden.tinyModel());
        engine = GenerationEngine.open(
                folder, EngineOptions.defaults().withThreads(2).withSliceSteps(2));
    }

    @AfterAll
    static void close() {
        engine.close();
        folder.close();
    }

    @Test
    void takesDefaultsFromTheModelsOwnFile() {
        try (ModelFolder nano = ModelFolder.open(NanoAdapters.MODEL)) {
            GenerationDefaults defaults = GenerationDefaults.of(nano);

            assertThat(defaults.sampling()).isEqualTo(new Sampling(SchedulerKind.EULER, Optional.empty(), 25, 5));
            assertThat(defaults.size()).isEqualTo(new PictureSize(128, 128));
        }
    }

    @Test
    void takesDefaultsFromTheModelsConfigurationOtherwise() {
        assertThat(engine.defaults().sampling()).isEqualTo(new Sampling(SchedulerKind.EULER, Optional.empty(), 30, 5));
        assertThat(engine.defaults().size()).isEqualTo(new PictureSize(128, 128));
    }

    @Test
    void drawsRectangles() {
        GenerationSpec spec = GenerationSpec.of("a dog", TWO_STEPS, new PictureSize(88, 40));

        Generated generated = engine.generate(spec, GenerationListener.NONE);

        assertThat(generated.latents().shape()).containsExactly(1, 4, 5, 11);
        assertThat(generated.pictures().get(0)).hasSize(3 * 40 * 88);
    }

    @Test
    void givesEachImageOfACountItsOwnSeed() {
        GenerationSpec three = spec("a dog").withSeed(40).withCount(3);

        Generated together = engine.generate(three, GenerationListener.NONE);
        Generated last = engine.generate(three.withSeed(42).withCount(1), GenerationListener.NONE);

        float[] all = together.latents().values();
        float[] third = Arrays.copyOfRange(all, all.length / 3 * 2, all.length);
        assertThat(Relative.error(third, last.latents().values())).isLessThan(1e-4);
        assertThat(together.pictures()).hasSize(3);
    }

    @Test
    void tellsAnEmptyNegativePromptFromNone() {
        Generated none = engine.generate(spec("a dog"), GenerationListener.NONE);
        Generated empty = engine.generate(spec("a dog").withNegativePrompt(""), GenerationListener.NONE);

        assertThat(empty.latents().values()).isNotEqualTo(none.latents().values());
    }

    @Test
    void reportsProgressAfterEachSlice() {
        List<String> calls = new ArrayList<>();
        GenerationSpec spec = GenerationSpec.of("a dog", TWO_STEPS.withSteps(5), SMALL);

        engine.generate(spec, new GenerationListener() {
            @Override
            public void progress(int stepsDone, int stepsTotal) {
                calls.add(stepsDone + "/" + stepsTotal);
            }
        });

        assertThat(calls).containsExactly("0/5", "2/5", "4/5", "5/5");
    }

    @Test
    void stopsBetweenSlicesWhenCancelledAndGoesOnServing() {
        int[] done = new int[1];
        GenerationListener impatient = new GenerationListener() {
            @Override
            public void progress(int stepsDone, int stepsTotal) {
                done[0] = stepsDone;
            }

            @Override
            public boolean cancelled() {
                return done[0] >= 2;
            }
        };
        GenerationSpec spec = GenerationSpec.of("a dog", TWO_STEPS.withSteps(50), SMALL);

        assertThatThrownBy(() -> engine.generate(spec, impatient))
                .isInstanceOfSatisfying(
                        GenerationCancelledException.class,
                        cancelled -> assertThat(cancelled.stepsDone()).isEqualTo(2));
        assertThat(engine.generate(spec("a dog"), GenerationListener.NONE).pictures())
                .hasSize(1);
    }

    @Test
    void refusesSizesThatLatentsCannotHave() {
        GenerationSpec spec = GenerationSpec.of("a dog", TWO_STEPS, new PictureSize(64, 60));

        assertThatThrownBy(() -> engine.generate(spec, GenerationListener.NONE))
                .isInstanceOf(GenerationException.class)
                .hasMessage("size must be in multiples of 8 pixels, was 64x60");
    }

    @Test
    void refusesNoiseOfAnotherSize() {
        GenerationSpec spec = spec("a dog").withNoise(new Latents(new float[4 * 8 * 4], 1, 4, 8, 4));

        assertThatThrownBy(() -> engine.generate(spec, GenerationListener.NONE))
                .isInstanceOf(GenerationException.class)
                .hasMessage("latents for 64x64 must be [1, 4, 8, 8], were Latents[1, 4, 8, 4]");
    }

    @Test
    void refusesAnAdapterForLayersThatItWasNotOpenedFor() {
        Adapter adapter = AdapterFolder.read(Golden.adapter("waveft_db1"));
        try (GenerationEngine narrow = GenerationEngine.open(
                folder, EngineOptions.defaults().withTargets(module -> module.endsWith("to_v")))) {
            assertThatThrownBy(() -> narrow.prepare(adapter))
                    .isInstanceOf(GenerationException.class)
                    .hasMessageMatching("the adapter changes \\S+, which is not among the \\d+ layers .*");
        }
    }

    @Test
    void adaptsAnyLinearLayerThatItWasOpenedFor() {
        List<String> modules = List.of(
                "down_blocks.1.attentions.0.proj_in",
                "down_blocks.1.attentions.0.transformer_blocks.0.ff.net.0.proj",
                "down_blocks.1.attentions.0.transformer_blocks.0.ff.net.2",
                "time_embedding.linear_1");
        try (GenerationEngine wide =
                GenerationEngine.open(folder, EngineOptions.defaults().withTargets(modules::contains))) {
            assertThat(wide.targets()).extracting(layer -> layer.module()).containsExactlyInAnyOrderElementsOf(modules);
            AdapterValues values = wide.prepare(NanoAdapters.waveFt(wide.targets(), 20, "db2", 1));
            UNetInputs inputs = GoldenGenerationTest.unetInputs("unet");

            Latents base = wide.predictNoise(inputs, List.of());
            Latents adapted = wide.predictNoise(inputs, List.of(WeightedAdapter.of(values)));

            assertThat(adapted.values()).isNotEqualTo(base.values());
            assertThat(wide.predictNoise(inputs, List.of()).values()).isEqualTo(base.values());
        }
    }

    @Test
    void refusesUnetInputsOfAnotherModel() {
        UNetInputs right = GoldenGenerationTest.unetInputs("unet");
        UNetInputs wrong = new UNetInputs(
                right.sample(), right.timesteps(), right.tokens(), right.context(), new float[2 * 7], right.timeIds());

        assertThatThrownBy(() -> engine.predictNoise(wrong, List.of()))
                .isInstanceOf(GenerationException.class)
                .hasMessage("text_embeds width must be 40 for this model, was 7");
    }

    @Test
    void namesMissingInputsBeforeTheRuntimeSeesThem() {
        OrtEnvironment environment = OrtEnvironment.getEnvironment();
        SessionFactory sessions = new SessionFactory(environment, EngineOptions.defaults());
        OnnxNetworks networks = new OnnxNetworks(folder, Dialect.PORTABLE);
        try (NetworkSession session = sessions.open("VAE decoder", networks.vaeDecoder(Precision.FP32));
                Tensors none = new Tensors(environment)) {
            assertThatThrownBy(() -> run(session, none))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage("the VAE decoder lacks the inputs [latent_sample] and does not know []");
        }
    }

    @Test
    void refusesToServeOnceClosed() {
        GenerationEngine closed = GenerationEngine.open(folder, EngineOptions.defaults());
        closed.close();

        assertThatThrownBy(() -> closed.encodePrompt("a dog")).isInstanceOf(IllegalStateException.class);
    }

    private static void run(NetworkSession session, Tensors tensors) {
        try (OrtSession.Result result = session.run(tensors)) {
            result.size();
        }
    }

    private static GenerationSpec spec(String prompt) {
        return GenerationSpec.of(prompt, TWO_STEPS, SMALL);
    }
}
