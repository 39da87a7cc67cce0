package io.wavemesh.generation;

import static org.assertj.core.api.Assertions.assertThat;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtSession;
import io.wavemesh.sdxl.model.Component;
import io.wavemesh.sdxl.model.ModelFolder;
import io.wavemesh.sdxl.onnx.Dialect;
import io.wavemesh.sdxl.onnx.OnnxGraph;
import io.wavemesh.sdxl.onnx.OnnxNetworks;
import io.wavemesh.sdxl.onnx.Precision;
import io.wavemesh.sdxl.onnx.TargetLayer;
import io.wavemesh.testkit.Golden;
import io.wavemesh.testkit.Relative;
import io.wavemesh.waveft.DeltaMapCache;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Each emitted network by itself against diffusers and transformers. */
class GoldenNetworksTest {
    private static final double NETWORK = 1e-4;
    private static final float SCALING_FACTOR = 0.13025f;

    /** Golden keys below {@code unet.mid.} and the modules whose outputs they are. */
    private static final Map<String, String> INTERMEDIATES = Map.of(
            "time_embedding", "time_embedding",
            "add_embedding", "add_embedding",
            "conv_in", "conv_in",
            "resnet", "down_blocks.0.resnets.0",
            "down.0", "down_blocks.0.downsamplers.0",
            "attn1", "down_blocks.1.attentions.0.transformer_blocks.0.attn1",
            "attn2", "down_blocks.1.attentions.0.transformer_blocks.0.attn2",
            "mid", "mid_block.resnets.1",
            "up.2", "up_blocks.2.resnets.2");

    private static final OrtEnvironment ENVIRONMENT = OrtEnvironment.getEnvironment();
    private static final SessionFactory SESSIONS =
            new SessionFactory(ENVIRONMENT, EngineOptions.defaults().withThreads(1));
    private static ModelFolder folder;
    private static OnnxNetworks networks;

    @BeforeAll
    static void open() {
        folder = ModelFolder.open(Golden.tinyModel());
        networks = new OnnxNetworks(folder, Dialect.PORTABLE);
    }

    @AfterAll
    static void close() {
        folder.close();
    }

    @Test
    void encodesTextWithTheFirstEncoder() {
        float[][] outputs = encode(Component.TEXT_ENCODER, "tokenizer.tiny.ids");

        Relative.assertClose(outputs[0], Golden.floats("text.te1.hidden_m2"), NETWORK);
        Relative.assertClose(outputs[1], Golden.floats("text.te1.last"), NETWORK);
        Relative.assertClose(outputs[2], Golden.floats("text.te1.pooler"), NETWORK);
    }

    @Test
    void encodesTextWithTheSecondEncoder() {
        float[][] outputs = encode(Component.TEXT_ENCODER_2, "tokenizer.tiny.ids_2");

        Relative.assertClose(outputs[0], Golden.floats("text.te2.hidden_m2"), NETWORK);
        Relative.assertClose(outputs[1], Golden.floats("text.te2.last"), NETWORK);
        Relative.assertClose(outputs[2], Golden.floats("text.pooled"), NETWORK);
    }

    @Test
    void encodesPictures() {
        float[] moments = run(networks.vaeEncoder(Precision.FP32), "sample", "vae.image");

        Relative.assertClose(moments, Golden.floats("vae.moments"), NETWORK);
    }

    @Test
    void decodesLatents() {
        float[] latents = Golden.floats("vae.latent");
        for (int i = 0; i < latents.length; i++) {
            latents[i] /= SCALING_FACTOR;
        }

        float[] picture =
                run(networks.vaeDecoder(Precision.FP32), "latent_sample", latents, Golden.shape("vae.latent"));

        Relative.assertClose(picture, Golden.floats("vae.decoded"), NETWORK);
    }

    @Test
    void decodesRectangularLatents() {
        float[] picture = run(networks.vaeDecoder(Precision.FP32), "latent_sample", "vae.rect_latent");

        Relative.assertClose(everyFourthPixel(picture, 96, 160), Golden.floats("vae.decoded_rect"), NETWORK);
    }

    @Test
    void agreesInsideTheUnet() {
        OnnxGraph exposing = networks.unetExposing(Precision.FP32, INTERMEDIATES.values());

        try (NetworkSession session = SESSIONS.open("UNet", exposing);
                Tensors inputs = unetInputs();
                OrtSession.Result result = session.run(inputs)) {
            INTERMEDIATES.forEach((key, module) -> assertThat(
                            Relative.error(NetworkSession.floats(result, module), Golden.floats("unet.mid." + key)))
                    .as(module)
                    .isLessThan(NETWORK));
        }
    }

    @Test
    void mergesInSixteenBitsWithSumsInThirtyTwo() {
        OnnxGraph half = networks.unet(Precision.FP16, TargetLayer::isAttentionProjection);
        AdapterValues adapter = AdapterValues.of(
                GoldenGenerationTest.adapter("waveft_db1"),
                half.groups(),
                new DeltaMapCache(1 << 20),
                new SharedPositions(Optional.empty()));

        try (NoisePredictor predictor = new NoisePredictor(SESSIONS, half)) {
            Latents noise = predictor.predict(GoldenGenerationTest.unetInputs("unet"), adapter);

            Relative.assertClose(noise.values(), Golden.floats("waveft_db1.merged_out"), 1e-2);
            assertThat(Relative.error(noise.values(), Golden.floats("unet.out")))
                    .as("not the base model")
                    .isGreaterThan(2e-2);
        }
    }

    @Test
    void buildsTheDenoisingGraphWithinASecond() {
        networks.denoising(Precision.FP32, module -> true);
        long start = System.nanoTime();

        OnnxGraph graph = networks.denoising(Precision.FP32, module -> true);

        assertThat((System.nanoTime() - start) * 1e-9).isLessThan(1);
        assertThat(graph.model().length).isLessThan(1 << 20);
    }

    private static Tensors unetInputs() {
        Tensors tensors = new Tensors(ENVIRONMENT)
                .longs("timestep", Golden.longs("unet.in.timestep"), Golden.shape("unet.in.timestep"));
        for (String name : List.of("sample", "encoder_hidden_states", "text_embeds", "time_ids")) {
            tensors.floats(name, Golden.floats("unet.in." + name), Golden.shape("unet.in." + name));
        }
        return tensors;
    }

    private static float[][] encode(Component component, String idsKey) {
        long[] ids = Arrays.copyOf(Golden.longs(idsKey), 4 * 77);
        try (NetworkSession session = SESSIONS.open("text encoder", networks.textEncoder(component, Precision.FP32));
                Tensors tensors = new Tensors(ENVIRONMENT).longs("input_ids", ids, 4, 77);
                OrtSession.Result result = session.run(tensors)) {
            return new float[][] {
                NetworkSession.floats(result, 0), NetworkSession.floats(result, 1), NetworkSession.floats(result, 2)
            };
        }
    }

    private static float[] run(OnnxGraph graph, String input, String key) {
        return run(graph, input, Golden.floats(key), Golden.shape(key));
    }

    private static float[] run(OnnxGraph graph, String input, float[] values, long[] shape) {
        try (NetworkSession session = SESSIONS.open("network", graph);
                Tensors tensors = new Tensors(ENVIRONMENT).floats(input, values, shape);
                OrtSession.Result result = session.run(tensors)) {
            return NetworkSession.floats(result, 0);
        }
    }

    private static float[] everyFourthPixel(float[] picture, int height, int width) {
        float[] some = new float[3 * (height / 4) * (width / 4)];
        int next = 0;
        for (int channel = 0; channel < 3; channel++) {
            for (int y = 0; y < height; y += 4) {
                for (int x = 0; x < width; x += 4) {
                    some[next++] = picture[(channel * height + y) * width + x];
                }
            }
        }
        return some;
    }
}
