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
