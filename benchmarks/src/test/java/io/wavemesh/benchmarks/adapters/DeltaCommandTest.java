package io.wavemesh.benchmarks.adapters;

import static org.assertj.core.api.Assertions.assertThat;

import io.wavemesh.waveft.LayerShape;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DeltaCommandTest {
    @Test
    void knowsTheAttentionLayersOfSdxl() {
        Map<String, LayerShape> layers = SdxlAttention.layers();

        assertThat(layers).hasSize(560);
        assertThat(layers.values().stream().mapToLong(LayerShape::size).sum()).isEqualTo(955_187_200);
        assertThat(layers)
                .containsEntry("up_blocks.0.attentions.2.transformer_blocks.9.attn2.to_k", new LayerShape(1280, 2048));
    }

    @Test
    void deltaWeightsOfSdxlTakeAtMostHalfASecond() {
        Map<String, Object> figures = new DeltaCommand().measure("db1", 5);

        // Processor time over two cores, so that other work on the machine does not matter.
        assertThat((double) figures.get("mapPerLayerCpuMillis") / 2).isLessThan(500);
        assertThat(((Map<?, ?>) figures.get("sharedMapsMillis")).keySet().toArray())
                .containsExactly("first", "best", "median");
        assertThat((long) figures.get("touchedWeights")).isBetween(5_000_000L, 560L * 4 * 2592);
    }
}
