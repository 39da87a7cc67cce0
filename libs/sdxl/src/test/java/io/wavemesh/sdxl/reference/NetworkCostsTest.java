package io.wavemesh.sdxl.reference;

import static org.assertj.core.api.Assertions.assertThat;

import io.wavemesh.sdxl.network.AutoencoderConfig;
import io.wavemesh.sdxl.network.AutoencoderKl;
import io.wavemesh.sdxl.network.ClipTextConfig;
import io.wavemesh.sdxl.network.ClipTextEncoder;
import io.wavemesh.sdxl.network.ConfigFields;
import io.wavemesh.sdxl.network.UNet;
import io.wavemesh.sdxl.network.UNetConfig;
import io.wavemesh.waveft.LayerShape;
import io.wavemesh.waveft.json.Json;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class NetworkCostsTest {
    @Test
    void countsTheParametersOfThePublishedUNet() {
        Cost cost = NetworkCosts.unet(publishedUNet(), 1, 128, 128);

        assertThat(cost.parameters()).isEqualTo(2_567_463_684L);
        assertThat(cost.weights()).isEqualTo(1680);
        assertThat(cost.weightBytes(2)).isEqualTo(5_134_927_368L);
    }

    @Test
    void countsTheOperationsOfThePublishedUNet() {
        Cost one = NetworkCosts.unet(publishedUNet(), 1, 128, 128);
        Cost two = NetworkCosts.unet(publishedUNet(), 2, 128, 128);

        // 5.97 tera-operations in layers at 1024 px, as profilers report it, and 0.79 inside attention.
        assertThat(one.operations()).isBetween(6_750_000_000_000L, 6_770_000_000_000L);
        assertThat(two.operations()).isEqualTo(2 * one.operations());
        assertThat(two.activations()).isEqualTo(2 * one.activations());
        assertThat(two.parameters()).isEqualTo(one.parameters());
    }

    @Test
    void stagesAddUpToTheNetwork() {
        Cost all = NetworkCosts.unet(publishedUNet(), 2, 128, 128);

        List<StageCost> stages = NetworkCosts.stages(publishedUNet(), 2, 128, 128);

        assertThat(stages).hasSameSizeAs(publishedUNet().stages());
        long operations = stages.stream().mapToLong(StageCost::operations).sum();
        long activations = stages.stream().mapToLong(StageCost::activations).sum();
        // the rest is the embedding's
        assertThat((double) operations / all.operations()).isBetween(0.9999, 1.0);
        assertThat((double) activations / all.activations()).isBetween(0.9999, 1.0);
        assertThat(stages.get(stages.size() - 1).output()).isEqualTo(2 * 4 * 128 * 128);
    }

    @Test
    void findsThe560AttentionProjectionsOfThePublishedUNet() {
        Map<String, LayerShape> layers = NetworkCosts.linearLayers(publishedUNet());

        long[] targets = layers.entrySet().stream()
                .filter(layer -> layer.getKey().matches(".*\\.(to_q|to_k|to_v|to_out\\.0)"))
                .mapToLong(layer -> layer.getValue().size())
                .toArray();
        assertThat(targets).hasSize(560);
        assertThat(Arrays.stream(targets).sum()).isEqualTo(955_187_200L);
        assertThat(layers.get("mid_block.attentions.0.transformer_blocks.9.attn2.to_k"))
                .isEqualTo(new LayerShape(1280, 2048));
    }

    @Test
    void countsWhatAStepOfAllAttentionProjectionsTakes() {
        StepCost step = NetworkCosts.unetStep(publishedUNet(), 1, 128, 128, NetworkCostsTest::isProjection);

        long weightGradients = NetworkCosts.linearLayers(publishedUNet()).entrySet().stream()
                .filter(layer -> isProjection(layer.getKey()))
                .mapToLong(layer -> 2
                        * tokens(layer.getKey(), layer.getValue())
                        * layer.getValue().size())
                .sum();
        assertThat(step.forward())
                .isEqualTo(NetworkCosts.unet(publishedUNet(), 1, 128, 128).operations());
        assertThat(step.weightGradients()).isEqualTo(weightGradients);
        // As much as the forward pass, but twice for attention, less what lies before the first trained layer and the
        // text.
        assertThat(step.inputGradients() / (double) step.forward()).isBetween(1.0, 1.0 + 0.79 / 6.76);
        assertThat(step.operations()).isEqualTo(step.forward() + step.inputGradients() + weightGradients);
    }

    @Test
    void gradientsFlowDownToTheFirstTrainedLayerOnly() {
        StepCost none = NetworkCosts.unetStep(publishedUNet(), 1, 128, 128, module -> false);
        StepCost late =
                NetworkCosts.unetStep(publishedUNet(), 1, 128, 128, "up_blocks.1.attentions.2.proj_out"::equals);
        StepCost all = NetworkCosts.unetStep(publishedUNet(), 1, 128, 128, NetworkCostsTest::isProjection);

        assertThat(none.inputGradients()).isZero();
        assertThat(none.weightGradients()).isZero();
        assertThat(late.weightGradients()).isEqualTo(2L * 64 * 64 * 640 * 640);
        assertThat(late.inputGradients()).isPositive().isLessThan(all.inputGradients() / 4);
    }

    private static boolean isProjection(String module) {
        return module.matches(".*\\.attn[12]\\.to_(q|k|v|out\\.0)");
    }

    /** The text has 77, the picture 64 x 64 at 640 channels and 32 x 32 at 1280. */
    private static long tokens(String module, LayerShape shape) {
        boolean ofText = module.matches(".*\\.attn2\\.to_[kv]");
        return ofText ? 77 : shape.out() == 640 ? 64 * 64 : 32 * 32;
    }

    @Test
    void countsTheParametersOfThePublishedTextEncodersAndVae() {
        AutoencoderKl vae = new AutoencoderKl(AutoencoderConfig.from(published("vae")));

        assertThat(NetworkCosts.textEncoder(text("text_encoder")).parameters()).isEqualTo(123_060_480L);
        assertThat(NetworkCosts.textEncoder(text("text_encoder_2")).parameters())
                .isEqualTo(694_659_840L);
        assertThat(NetworkCosts.encoder(vae, 1024, 1024).parameters()
                        + NetworkCosts.decoder(vae, 1024, 1024).parameters())
                .isEqualTo(83_653_863L);
    }

    private static UNet publishedUNet() {
        return new UNet(UNetConfig.from(published("unet")));
    }

    private static ClipTextEncoder text(String component) {
        return new ClipTextEncoder(ClipTextConfig.from(published(component)));
    }

    private static ConfigFields published(String component) {
        String resource = "/io/wavemesh/sdxl/published/" + component + "/config.json";
        try (InputStream in = NetworkCostsTest.class.getResourceAsStream(resource)) {
            @SuppressWarnings("unchecked") // a JSON object
            Map<String, Object> fields = (Map<String, Object>) Json.parse(in.readAllBytes());
            return new ConfigFields(fields, resource);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
