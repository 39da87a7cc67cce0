package io.wavemesh.sdxl.reference;

import static io.wavemesh.testkit.Relative.assertClose;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.wavemesh.sdxl.model.Component;
import io.wavemesh.sdxl.network.AutoencoderKl;
import io.wavemesh.sdxl.network.ClipTextEncoder;
import io.wavemesh.sdxl.network.UNet;
import io.wavemesh.testkit.Golden;
import io.wavemesh.waveft.adapter.AdapterFolder;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The plain interpreter against diffusers and transformers. */
class ReferenceNetworksTest {
    private static final double TOLERANCE = 1e-5;

    @Test
    void firstTextEncoderEqualsTransformers() {
        ClipTextEncoder encoder = new ClipTextEncoder(TinyModel.FOLDER.textConfig(Component.TEXT_ENCODER));

        ClipTextEncoder.Output<Tensor> output =
                encoder.encode(ops(Component.TEXT_ENCODER), TinyModel.integers("text.ids"));

        assertClose(output.penultimate().values(), Golden.floats("text.te1.hidden_m2"), TOLERANCE);
        assertClose(output.last().values(), Golden.floats("text.te1.last"), TOLERANCE);
        assertClose(output.pooled().values(), Golden.floats("text.te1.pooler"), TOLERANCE);
    }

    @Test
    void secondTextEncoderEqualsTransformers() {
        ClipTextEncoder encoder = new ClipTextEncoder(TinyModel.FOLDER.textConfig(Component.TEXT_ENCODER_2));

        ClipTextEncoder.Output<Tensor> output =
                encoder.encode(ops(Component.TEXT_ENCODER_2), TinyModel.integers("text.ids_2"));

        assertClose(output.penultimate().values(), Golden.floats("text.te2.hidden_m2"), TOLERANCE);
        assertClose(output.last().values(), Golden.floats("text.te2.last"), TOLERANCE);
        assertClose(output.pooled().values(), Golden.floats("text.pooled"), TOLERANCE);
    }

    @Test
    void encoderEqualsDiffusers() {
        AutoencoderKl vae = new AutoencoderKl(TinyModel.FOLDER.vaeConfig());

        Tensor moments = vae.encode(ops(Component.VAE), TinyModel.tensor("vae.image"));

        assertClose(moments.values(), Golden.floats("vae.moments"), TOLERANCE);
    }

    @Test
    void decoderEqualsDiffusers() {
        Tensor latents = TinyModel.tensor("vae.latent");
        double scaling = TinyModel.FOLDER.vaeConfig().scalingFactor();
        for (int i = 0; i < latents.size(); i++) {
            latents.values()[i] /= (float) scaling;
        }

        Tensor picture = decoded(latents);

        assertThat(picture.shape()).containsExactly(toInts(Golden.shape("vae.decoded")));
        assertClose(picture.values(), Golden.floats("vae.decoded"), TOLERANCE);
    }

    @Test
    void decoderEqualsDiffusersOnARectangle() {
        Tensor picture = decoded(TinyModel.tensor("vae.rect_latent"));

        assertClose(everyFourthPixel(picture), Golden.floats("vae.decoded_rect"), TOLERANCE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"unet", "unet_rect"})
    void unetEqualsDiffusers(String call) {
        Tensor prediction = ReferenceUNet.of(TinyModel.FOLDER).predict(TinyModel.unetInputs(call + ".in"));

        assertThat(prediction.shape()).containsExactly(toInts(Golden.shape(call + ".out")));
        assertClose(prediction.values(), Golden.floats(call + ".out"), TOLERANCE);
    }

    @Test
    void intermediateValuesOfTheUNetEqualDiffusers() {
        Map<String, Tensor> seen = new HashMap<>();
        UNetInputs in = TinyModel.unetInputs("unet.in");
        ReferenceOps ops = new ReferenceOps(WeightSource.of(TinyModel.FOLDER.weights(Component.UNET)), seen::put);

        new UNet(TinyModel.FOLDER.unetConfig())
                .forward(ops, in.sample(), in.timestep(), in.encoderHiddenStates(), in.textEmbeds(), in.timeIds());

        String block = "down_blocks.1.attentions.0.transformer_blocks.0";
        Map<String, String> modules = Map.ofEntries(
                Map.entry("add_embedding", "add_embedding"),
                Map.entry("time_embedding", "time_embedding"),
                Map.entry("conv_in", "conv_in"),
                Map.entry("resnet", "down_blocks.0.resnets.0"),
                Map.entry("attn1", block + ".attn1"),
                Map.entry("attn2", block + ".attn2"),
                Map.entry("down.0", "down_blocks.0.downsamplers.0"),
                Map.entry("down.1", "down_blocks.1.downsamplers.0"),
                Map.entry("down.2", "down_blocks.2.attentions.1"),
                Map.entry("mid", "mid_block.resnets.1"),
                Map.entry("up.0", "up_blocks.0.upsamplers.0"),
                Map.entry("up.1", "up_blocks.1.upsamplers.0"),
                Map.entry("up.2", "up_blocks.2.resnets.2"));
        assertThat(Golden.keys("unet.mid.")).hasSize(modules.size());
        modules.forEach(
                (key, module) -> assertClose(seen.get(module).values(), Golden.floats("unet.mid." + key), TOLERANCE));
    }

    @ParameterizedTest
    @ValueSource(strings = {"waveft_db1", "waveft_noidwt", "waveft_sym4", "waveft_prop", "waveft_pattern", "lora_r4"})
    void adaptedUNetEqualsPeft(String adapter) {
        ReferenceUNet unet = ReferenceUNet.of(TinyModel.FOLDER, AdapterFolder.read(Golden.adapter(adapter)));

        Tensor prediction = unet.predict(TinyModel.unetInputs("unet.in"));

        assertClose(prediction.values(), Golden.floats(adapter + ".out"), TOLERANCE);
        assertThat(prediction.values()).isNotEqualTo(Golden.floats("unet.out"));
    }

    @ParameterizedTest
    @CsvSource({
        "0,0",
        "0.5,0.5204998778130465",
        "-1,-0.8427007929497149",
        "2.4999,0.9995928298096534",
        "2.5,0.999593047982555",
        "-3,-0.9999779095030014",
        "9,1"
    })
    void errorFunctionHasTabulatedValues(double x, double expected) {
        assertThat(Kernels.erf(x)).isCloseTo(expected, within(1e-9));
    }

    private static Tensor decoded(Tensor latents) {
        return new AutoencoderKl(TinyModel.FOLDER.vaeConfig()).decode(ops(Component.VAE), latents);
    }

    private static float[] everyFourthPixel(Tensor picture) {
        int height = picture.extent(2);
        int width = picture.extent(3);
        float[] result = new float[picture.extent(0) * picture.extent(1) * ((height + 3) / 4) * ((width + 3) / 4)];
        int at = 0;
        for (int plane = 0; plane < picture.extent(0) * picture.extent(1); plane++) {
            for (int row = 0; row < height; row += 4) {
                for (int column = 0; column < width; column += 4) {
                    result[at++] = picture.values()[(plane * height + row) * width + column];
                }
            }
        }
        return result;
    }

    private static ReferenceOps ops(Component component) {
        return new ReferenceOps(WeightSource.of(TinyModel.FOLDER.weights(component)));
    }

    private static int[] toInts(long[] shape) {
        int[] result = new int[shape.length];
        for (int i = 0; i < result.length; i++) {
            result[i] = (int) shape[i];
        }
        return result;
    }
}
