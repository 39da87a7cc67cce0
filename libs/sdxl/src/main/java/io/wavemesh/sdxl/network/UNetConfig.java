package io.wavemesh.sdxl.network;

import java.util.Collections;
import java.util.List;

/**
 * The shape of an SDXL UNet, as its config.json gives it.
 *
 * @param heads attention heads of each level ({@code attention_head_dim} of the file: diffusers' name for their number)
 * @param transformerLayers transformer blocks in each attention of a level
 * @param attends whether a level has attention
 * @param timeIds numbers in {@code time_ids} (6)
 * @param pooledWidth width of {@code text_embeds}
 * @param sampleSize the latents' height and width of the model's native resolution
 */
public record UNetConfig(
        int inChannels,
        int outChannels,
        List<Integer> channels,
        List<Boolean> attends,
        List<Integer> heads,
        List<Integer> transformerLayers,
        int layersPerBlock,
        int contextWidth,
        int normGroups,
        double normEps,
        double frequencyShift,
        int timeIdWidth,
        int pooledWidth,
        int sampleSize) {

    private static final int MOST_LAYERS = 64;

    /** How many numbers describe sizes and crop. */
    public static final int TIME_IDS = 6;

    /** Reads a diffusers UNet2DConditionModel config; throws {@link NetworkConfigException} for what is not SDXL-shaped. */
    public static UNetConfig from(ConfigFields config) {
        List<Integer> channels = config.sizes("block_out_channels");
        int levels = channels.size();
        config.only("act_fn", "silu");
        config.only("addition_embed_type", "text_time");
        config.only("use_linear_projection", true);
        config.only("only_cross_attention", false);
        config.only("dual_cross_attention", false);
        config.only("mid_block_type", "UNetMidBlock2DCrossAttn");
        config.only("resnet_time_scale_shift", "default");
        config.only("time_embedding_type", "positional");
        config.only("flip_sin_to_cos", true);
        config.only("center_input_sample", false);
        config.only("conv_in_kernel", 3L);
        config.only("conv_out_kernel", 3L);
        for (String key : List.of(
                "class_embed_type",
                "encoder_hid_dim",
                "time_cond_proj_dim",
                "timestep_post_act",
                "time_embedding_act_fn",
                "reverse_transformer_layers_per_block",
                "cross_attention_norm",
                "mid_block_only_cross_attention")) {
            config.only(key, null);
        }
        List<Boolean> attends = config.names("down_block_types").stream()
                .map(type -> attention(type, "DownBlock2D", "CrossAttnDownBlock2D", config))
                .toList();
        List<Boolean> upAttends = config.names("up_block_types").stream()
                .map(type -> attention(type, "UpBlock2D", "CrossAttnUpBlock2D", config))
                .toList();
        for (int level = 0; level < levels; level++) {
            if (attends.size() != levels
                    || upAttends.size() != levels
                    || !attends.get(level).equals(upAttends.get(levels - 1 - level))) {
                throw new NetworkConfigException(config.where() + ": up_block_types must mirror down_block_types");
            }
        }
        int timeIdWidth = config.size("addition_time_embed_dim");
        int pooledWidth = config.size("projection_class_embeddings_input_dim") - TIME_IDS * timeIdWidth;
        if (pooledWidth < 1) {
            throw new NetworkConfigException(
                    config.where() + ": projection_class_embeddings_input_dim must exceed 6 x addition_time_embed_dim");
        }
        int inChannels = config.size("in_channels");
        UNetConfig read = new UNetConfig(
                inChannels,
                config.size("out_channels", inChannels),
                channels,
                attends,
                config.sizes(config.has("num_attention_heads") ? "num_attention_heads" : "attention_head_dim", levels),
                config.has("transformer_layers_per_block")
                        ? config.sizes("transformer_layers_per_block", levels)
                        : Collections.nCopies(levels, 1),
                config.count("layers_per_block", 2, MOST_LAYERS),
                config.size("cross_attention_dim"),
                config.size("norm_num_groups", 32),
                config.number("norm_eps", 1e-5),
                config.number("freq_shift", 0),
                timeIdWidth,
                pooledWidth,
                config.size("sample_size", 128));
        read.check(config);
        return read;
    }

    private void check(ConfigFields config) {
        for (int level = 0; level < channels.size(); level++) {
            config.divides("norm_num_groups", normGroups, "block_out_channels", channels.get(level));
            config.divides("attention_head_dim", heads.get(level), "block_out_channels", channels.get(level));
            if (transformerLayers.get(level) > MOST_LAYERS) {
                throw new NetworkConfigException(
                        config.where() + ": transformer_layers_per_block must be at most " + MOST_LAYERS);
            }
        }
    }

    /** Width of the time embedding. */
    public int embeddingWidth() {
        return 4 * channels.get(0);
    }

    /** Index of the lowest level. */
    int lowest() {
        return channels.size() - 1;
    }

    private static boolean attention(String type, String plain, String attending, ConfigFields config) {
        if (type.equals(plain) || type.equals(attending)) {
            return type.equals(attending);
        }
        throw new NetworkConfigException(config.where() + ": block type " + type + " is not supported");
    }
}
