package io.wavemesh.benchmarks.adapters;

import io.wavemesh.waveft.LayerShape;
import java.util.LinkedHashMap;
import java.util.Map;

/** The attention projections of SDXL's UNet: 560 linear layers with 955,187,200 weights. */
final class SdxlAttention {
    private static final int TEXT_CHANNELS = 2048;

    private record Block(String path, int attentions, int transformers, int channels) {}

    private static final Block[] BLOCKS = {
        new Block("down_blocks.1", 2, 2, 640),
        new Block("down_blocks.2", 2, 10, 1280),
        new Block("mid_block", 1, 10, 1280),
        new Block("up_blocks.0", 3, 10, 1280),
        new Block("up_blocks.1", 3, 2, 640)
    };

    private SdxlAttention() {}

    /** Shapes by module path, in the order of the network. */
    static Map<String, LayerShape> layers() {
        Map<String, LayerShape> layers = new LinkedHashMap<>();
        for (Block block : BLOCKS) {
            for (int a = 0; a < block.attentions(); a++) {
                for (int t = 0; t < block.transformers(); t++) {
                    String path = block.path() + ".attentions." + a + ".transformer_blocks." + t;
                    add(layers, path + ".attn1.", block.channels(), block.channels());
                    add(layers, path + ".attn2.", block.channels(), TEXT_CHANNELS);
                }
            }
        }
        return layers;
    }

    private static void add(Map<String, LayerShape> layers, String attention, int channels, int context) {
        layers.put(attention + "to_q", new LayerShape(channels, channels));
        layers.put(attention + "to_k", new LayerShape(channels, context));
        layers.put(attention + "to_v", new LayerShape(channels, context));
        layers.put(attention + "to_out.0", new LayerShape(channels, channels));
    }
}
