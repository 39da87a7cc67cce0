package io.wavemesh.benchmarks.exactness;

import io.wavemesh.benchmarks.exactness.Deviation.Arithmetic;
import io.wavemesh.generation.EncodedPrompt;
import io.wavemesh.generation.EngineOptions;
import io.wavemesh.generation.Generated;
import io.wavemesh.generation.GenerationEngine;
import io.wavemesh.generation.GenerationListener;
import io.wavemesh.generation.GenerationSpec;
import io.wavemesh.generation.Latents;
import io.wavemesh.generation.UNetInputs;
import io.wavemesh.generation.WeightedAdapter;
import io.wavemesh.sdxl.model.ModelFolder;
import io.wavemesh.sdxl.model.TimeIds;
import io.wavemesh.sdxl.network.UNetConfig;
import io.wavemesh.waveft.adapter.Adapter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

/** Text encoders, UNet, denoising and VAE of the inference engine, on the CPU and on a device. */
final class ServingExactness implements AutoCloseable {
    private static final String PROMPT = "a photo of a zjw flower on a table, best quality";
    private static final int STEPS = 4;
    private static final int SEED = 5;

    private final ModelFolder folder;
    private final Map<String, Adapter> adapters;
    private final GenerationEngine cpu;

    ServingExactness(ModelFolder folder, Map<String, Adapter> adapters) {
        this.folder = folder;
        this.adapters = adapters;
        this.cpu = GenerationEngine.open(folder, options());
    }

    private EngineOptions options() {
        return EngineOptions.forAdapters(adapters.values());
    }

    /** Compares all parts; {@code tolerance} holds for each. */
    List<Deviation> compare(EngineOptions device, Arithmetic arithmetic, double tolerance) {
        List<Deviation> found = new ArrayList<>();
        try (GenerationEngine other =
                GenerationEngine.open(folder, device.withTargets(options().targets()))) {
            EncodedPrompt text = cpu.encodePrompt(PROMPT);
            EncodedPrompt otherText = other.encodePrompt(PROMPT);
            found.add(Deviation.of(
                    "prompt_embeds", arithmetic, otherText.promptEmbeds(), text.promptEmbeds(), tolerance));
            found.add(Deviation.of(
                    "pooled_prompt_embeds",
                    arithmetic,
                    otherText.pooledPromptEmbeds(),
                    text.pooledPromptEmbeds(),
                    tolerance));
            UNetInputs inputs = inputs(folder, text);
            mixes().forEach((name, adapter) -> found.add(Deviation.of(
                    "UNet, " + name + " (serving)",
                    arithmetic,
                    other.predictNoise(inputs, weighted(other, adapter)).values(),
                    cpu.predictNoise(inputs, weighted(cpu, adapter)).values(),
                    tolerance)));
            mixes().forEach((name, adapter) -> {
                Generated expected = cpu.generate(spec(cpu, adapter), GenerationListener.NONE);
                Generated drawn = other.generate(spec(other, adapter), GenerationListener.NONE);
                found.add(Deviation.of(
                        STEPS + " steps, " + name,
                        arithmetic,
                        drawn.latents().values(),
                        expected.latents().values(),
                        tolerance));
                found.add(Deviation.of(
                        STEPS + " steps and VAE, " + name,
                        arithmetic,
                        drawn.pictures().get(0),
                        expected.pictures().get(0),
                        tolerance));
            });
        }
        return found;
    }

    /** The same inputs for every engine: two samples at the model's own size with the prompt's embeddings. */
    static UNetInputs inputs(ModelFolder folder, EncodedPrompt text) {
        UNetConfig config = folder.unetConfig();
        int side = folder.unetConfig().sampleSize();
        Random random = new Random(SEED);
        float[] sample = new float[2 * config.inChannels() * side * side];
        for (int i = 0; i < sample.length; i++) {
            sample[i] = (float) random.nextGaussian();
        }
        int tokens = text.ids().length;
        int pixels = side * folder.vaeConfig().factor();
        float[] timeIds = TimeIds.of(pixels, pixels).values();
        return new UNetInputs(
                new Latents(sample, 2, config.inChannels(), side, side),
                new long[] {13, 801},
                tokens,
                twice(text.promptEmbeds()),
                twice(text.pooledPromptEmbeds()),
                twice(timeIds));
    }

    private Map<String, Optional<Adapter>> mixes() {
        Map<String, Optional<Adapter>> mixes = new LinkedHashMap<>();
        mixes.put("no adapter", Optional.empty());
        adapters.forEach((name, adapter) -> mixes.put(name, Optional.of(adapter)));
        return mixes;
    }

    private static List<WeightedAdapter> weighted(GenerationEngine engine, Optional<Adapter> adapter) {
        return adapter.map(each -> List.of(WeightedAdapter.of(engine.prepare(each))))
                .orElse(List.of());
    }

    private static GenerationSpec spec(GenerationEngine engine, Optional<Adapter> adapter) {
        return GenerationSpec.of(
                        PROMPT,
                        engine.defaults().sampling().withSteps(STEPS),
                        engine.defaults().size())
                .withNegativePrompt("blurry")
                .withAdapters(weighted(engine, adapter));
    }

    private static float[] twice(float[] values) {
        float[] both = new float[2 * values.length];
        System.arraycopy(values, 0, both, 0, values.length);
        System.arraycopy(values, 0, both, values.length, values.length);
        return both;
    }

    EncodedPrompt prompt() {
        return cpu.encodePrompt(PROMPT);
    }

    @Override
    public void close() {
        cpu.close();
    }
}
