package io.wavemesh.training;

import io.wavemesh.sdxl.model.Component;
import io.wavemesh.sdxl.model.ModelFolder;
import io.wavemesh.sdxl.network.ClipTextEncoder;
import io.wavemesh.sdxl.reference.Tensor;
import io.wavemesh.sdxl.reference.UNetInputs;
import io.wavemesh.testkit.Golden;
import io.wavemesh.testkit.Relative;
import io.wavemesh.waveft.adapter.AdapterFolder;
import java.util.Arrays;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The networks as TorchScript against diffusers and transformers. */
class EncodersGoldenTest {

    private static final double TOLERANCE = 1e-4;

    private static ModelFolder model;

    @BeforeAll
    static void open() {
        model = ModelFolder.open(Golden.tinyModel());
    }

    @AfterAll
    static void close() {
        model.close();
    }

    @Test
    void promptsEqualTransformers() {
        PromptEncoder.Embeddings embeddings = new PromptEncoder(
                        TorchRuntime.load(TrainingEngineOptions.cpu()), model, TrainingEngineOptions.cpu())
                .encode(Golden.prompts().subList(0, 4));

        Relative.assertClose(embeddings.context().values(), Golden.floats("text.prompt_embeds"), TOLERANCE);
        Relative.assertClose(embeddings.textEmbeds().values(), Golden.floats("text.pooled"), TOLERANCE);
    }

    @Test
    void firstTextEncoderEqualsTransformers() {
        try (TextEncoder encoder = new TextEncoder(
                TorchRuntime.load(TrainingEngineOptions.cpu()),
                model,
                Component.TEXT_ENCODER,
                TrainingEngineOptions.cpu())) {
            ClipTextEncoder.Output<FloatTensor> output = encoder.encode(Golden.longs("text.ids"), 4);

            Relative.assertClose(output.last().values(), Golden.floats("text.te1.last"), TOLERANCE);
            Relative.assertClose(output.pooled().values(), Golden.floats("text.te1.pooler"), TOLERANCE);
        }
    }

    @Test
    void momentsEqualDiffusers() {
        try (LatentEncoder encoder =
                new LatentEncoder(TorchRuntime.load(TrainingEngineOptions.cpu()), model, TrainingEngineOptions.cpu())) {
            FloatTensor moments =
                    encoder.moments(new FloatTensor(Golden.floats("vae.image"), Golden.shape("vae.image")));

            Relative.assertClose(moments.values(), Golden.floats("vae.moments"), TOLERANCE);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"unet", "unet_rect"})
    void unetEqualsDiffusers(String key) {
        try (TorchUNet unet = TorchUNet.open(model, Optional.empty())) {
            Relative.assertClose(unet.predict(inputs(key)).values(), Golden.floats(key + ".out"), TOLERANCE);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"waveft_db1", "waveft_noidwt", "waveft_sym4", "waveft_prop", "waveft_pattern", "lora_r4"})
    void adaptedUnetEqualsPeft(String tag) {
        try (TorchUNet unet = TorchUNet.open(model, Optional.of(AdapterFolder.read(Golden.adapter(tag))))) {
            Relative.assertClose(unet.predict(inputs("unet")).values(), Golden.floats(tag + ".out"), TOLERANCE);
        }
    }

    private static UNetInputs inputs(String key) {
        long[] timesteps = Golden.longs(key + ".in.timestep");
        float[] times = new float[timesteps.length];
        for (int i = 0; i < times.length; i++) {
            times[i] = timesteps[i];
        }
        return new UNetInputs(
                tensor(key + ".in.sample"),
                Tensor.of(times, times.length),
                tensor(key + ".in.encoder_hidden_states"),
                tensor(key + ".in.text_embeds"),
                tensor(key + ".in.time_ids"));
    }

    private static Tensor tensor(String key) {
        return Tensor.of(
                Golden.floats(key),
                Arrays.stream(Golden.shape(key)).mapToInt(Math::toIntExact).toArray());
    }
}
