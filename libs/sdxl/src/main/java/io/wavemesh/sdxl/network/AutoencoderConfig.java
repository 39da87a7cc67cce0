package io.wavemesh.sdxl.network;

import java.util.List;

/**
 * The shape of SDXL's VAE, as its config.json gives it.
 *
 * @param scalingFactor latents for the UNet = encoder's sample · scalingFactor
 * @param forceUpcast the network overflows in fp16
 */
public record AutoencoderConfig(
        int pictureChannels,
        int latentChannels,
        List<Integer> channels,
        int layersPerBlock,
        int normGroups,
        boolean attention,
        boolean quantConv,
        boolean postQuantConv,
        double scalingFactor,
        boolean forceUpcast) {

    private static final int MOST_LAYERS = 64;

    /** Reads a diffusers AutoencoderKL config. */
    public static AutoencoderConfig from(ConfigFields config) {
        config.only("act_fn", "silu");
        config.only("latents_mean", null);
        config.only("latents_std", null);
        config.only("shift_factor", 0.0);
        List<Integer> channels = config.sizes("block_out_channels");
        allOf(config, "down_block_types", "DownEncoderBlock2D", channels.size());
        allOf(config, "up_block_types", "UpDecoderBlock2D", channels.size());
        int pictureChannels = config.size("in_channels", 3);
        if (pictureChannels != 3 || config.size("out_channels", 3) != 3) {
            throw new NetworkConfigException(config.where() + ": in_channels and out_channels must be 3");
        }
        int groups = config.size("norm_num_groups", 32);
        channels.forEach(each -> config.divides("norm_num_groups", groups, "block_out_channels", each));
        return new AutoencoderConfig(
                pictureChannels,
                config.size("latent_channels", 4),
                channels,
                config.count("layers_per_block", 1, MOST_LAYERS),
                groups,
                config.flag("mid_block_add_attention", true),
                config.flag("use_quant_conv", true),
                config.flag("use_post_quant_conv", true),
                config.number("scaling_factor", 0.18215),
                config.flag("force_upcast", true));
    }

    /** Pixels along one side of a latent: 8 for SDXL. */
    public int factor() {
        return 1 << (channels.size() - 1);
    }

    private static void allOf(ConfigFields config, String key, String type, int count) {
        List<String> types = config.names(key);
        if (types.size() != count || !types.stream().allMatch(type::equals)) {
            throw new NetworkConfigException("%s: %s must be %d times %s".formatted(config.where(), key, count, type));
        }
    }
}
