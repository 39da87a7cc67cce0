package io.wavemesh.generation;

import static org.assertj.core.api.Assertions.assertThat;

import io.wavemesh.sdxl.model.ModelFolder;
import io.wavemesh.sdxl.scheduler.SchedulerKind;
import io.wavemesh.testkit.Golden;
import io.wavemesh.testkit.Relative;
import io.wavemesh.waveft.adapter.Adapter;
import io.wavemesh.waveft.adapter.AdapterFolder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The engine against what diffusers and PEFT computed on the tiny model. */
class GoldenGenerationTest {
    private static final double NETWORK = 1e-4;
    private static final double DENOISED = 1e-3;

    private static ModelFolder folder;
    private static GenerationEngine engine;

    @BeforeAll
    static void open() {
        folder = ModelFolder.open(Golden.tinyModel());
        engine = GenerationEngine.open(
                folder, EngineOptions.defaults().withThreads(2).withSliceSteps(1));
    }

    @AfterAll
    static void close() {
        engine.close();
        folder.close();
    }

    @Test
    void encodesPromptsAsTransformersDoes() {
        float[] embeds = Golden.floats("text.prompt_embeds");
        float[] pooled = Golden.floats("text.pooled");
        for (int prompt = 0; prompt < 4; prompt++) {
            EncodedPrompt encoded = engine.encodePrompt(Golden.prompts().get(prompt));
            assertThat(Relative.error(encoded.promptEmbeds(), part(embeds, prompt, 4)))
                    .isLessThan(NETWORK);
            assertThat(Relative.error(encoded.pooledPromptEmbeds(), part(pooled, prompt, 4)))
                    .isLessThan(NETWORK);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"unet", "unet_rect"})
    void predictsNoiseAsDiffusersDoes(String set) {
        Latents noise = engine.predictNoise(unetInputs(set), List.of());

        assertThat(Relative.error(noise.values(), Golden.floats(set + ".out"))).isLessThan(NETWORK);
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
    void mergesAdaptersAsPeftDoes(String tag) {
        AdapterValues adapter = engine.prepare(adapter(tag));

        Latents noise = engine.predictNoise(unetInputs("unet"), List.of(WeightedAdapter.of(adapter)));

        assertThat(Relative.error(noise.values(), Golden.floats(tag + ".merged_out")))
                .isLessThan(NETWORK);
    }

    @ParameterizedTest
    @CsvSource({"euler,euler,''", "ddim,ddim,''", "dpmpp2m_karras,dpmpp-2m-karras,''", "euler_waveft,euler,waveft_db1"})
    void denoisesEachStepAsDiffusersDoes(String name, String scheduler, String tag) {
        List<WeightedAdapter> adapters =
                tag.isEmpty() ? List.of() : List.of(WeightedAdapter.of(engine.prepare(adapter(tag))));
        List<float[]> afterEachStep = new ArrayList<>();

        engine.generate(spec(scheduler).withAdapters(adapters), new GenerationListener() {
            @Override
            public void preview(int stepsDone, Supplier<Latents> latents) {
                afterEachStep.add(latents.get().values());
            }
        });

        assertThat(afterEachStep).hasSize(4);
        for (int step = 0; step < 4; step++) {
            assertThat(Relative.error(afterEachStep.get(step), Golden.floats("denoise." + name + ".x" + step)))
                    .as("step %d", step)
                    .isLessThan(DENOISED);
        }
    }

    @Test
    void drawsThePictureThatDiffusersDraws() {
        Generated generated = engine.generate(spec("euler"), GenerationListener.NONE);

        assertThat(Relative.error(generated.pictures().get(0), Golden.floats("denoise.euler.image")))
                .isLessThan(DENOISED);
    }

    @Test
    void drawsWithAnAdapterWhatDiffusersDrawsWithTheMergedModel() {
        AdapterValues adapter = engine.prepare(adapter("waveft_db1"));
        GenerationSpec spec = spec("euler").withAdapters(List.of(WeightedAdapter.of(adapter)));

        Generated generated = engine.generate(spec, GenerationListener.NONE);

        assertThat(Relative.error(generated.latents().values(), Golden.floats("denoise.euler_waveft.x3")))
                .isLessThan(DENOISED);
        assertThat(Relative.error(generated.pictures().get(0), Golden.floats("denoise.euler_waveft.image")))
                .isLessThan(DENOISED);
    }

    private static GenerationSpec spec(String scheduler) {
        Sampling sampling = new Sampling(SchedulerKind.parse(scheduler), Optional.empty(), 4, 5);
        return GenerationSpec.of(Golden.prompts().get(0), sampling, new PictureSize(128, 128))
                .withNoise(latents("denoise.noise"));
    }

    static UNetInputs unetInputs(String set) {
        String prefix = set + ".in.";
        return new UNetInputs(
                latents(prefix + "sample"),
                Golden.longs(prefix + "timestep"),
                (int) Golden.shape(prefix + "encoder_hidden_states")[1],
                Golden.floats(prefix + "encoder_hidden_states"),
                Golden.floats(prefix + "text_embeds"),
                Golden.floats(prefix + "time_ids"));
    }

    static Adapter adapter(String tag) {
        return AdapterFolder.read(Golden.adapter(tag));
    }

    private static Latents latents(String key) {
        long[] shape = Golden.shape(key);
        return new Latents(Golden.floats(key), (int) shape[0], (int) shape[1], (int) shape[2], (int) shape[3]);
    }

    private static float[] part(float[] values, int index, int parts) {
        int size = values.length / parts;
        return Arrays.copyOfRange(values, index * size, (index + 1) * size);
    }
}
