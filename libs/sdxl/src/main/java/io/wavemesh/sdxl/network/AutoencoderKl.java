package io.wavemesh.sdxl.network;

/** SDXL's variational autoencoder; diffusers' AutoencoderKL. Scaling of latents is the caller's. */
public final class AutoencoderKl {

    private static final double EPS = 1e-6;

    private final AutoencoderConfig config;

    public AutoencoderKl(AutoencoderConfig config) {
        this.config = config;
    }

    public AutoencoderConfig config() {
        return config;
    }

    /**
     * Pictures to the moments of their latents.
     *
     * @param picture [B, 3, H, W] in [-1, 1]
     * @return [B, 2 · latentChannels, H / factor, W / factor]: means, then log variances, not clamped
     */
    public <T> T encode(Ops<T> ops, T picture) {
        int channels = config.channels().get(0);
        T h = ops.conv2d(picture, "encoder.conv_in", Convolution.same3(config.pictureChannels(), channels));
        int levels = config.channels().size();
        for (int level = 0; level < levels; level++) {
            String block = "encoder.down_blocks." + level;
            for (int layer = 0; layer < config.layersPerBlock(); layer++) {
                int out = config.channels().get(level);
                h = resnet(block + ".resnets." + layer, channels, out).apply(ops, h, null);
                channels = out;
            }
            if (level < levels - 1) {
                Convolution halving = new Convolution(channels, channels, 3, 2, 0, 1);
                h = ops.conv2d(h, block + ".downsamplers.0.conv", halving);
            }
        }
        h = middle(ops, "encoder.mid_block", h, channels);
        int moments = 2 * config.latentChannels();
        h = out(ops, "encoder", h, channels, moments);
        return config.quantConv() ? ops.conv2d(h, "quant_conv", Convolution.pointwise(moments, moments)) : h;
    }

    /**
     * Latents to pictures.
     *
     * @param latents [B, latentChannels, h, w], already divided by the scaling factor
     * @return [B, 3, h · factor, w · factor], about [-1, 1], not clamped
     */
    public <T> T decode(Ops<T> ops, T latents) {
        int latentChannels = config.latentChannels();
        T h = config.postQuantConv()
                ? ops.conv2d(latents, "post_quant_conv", Convolution.pointwise(latentChannels, latentChannels))
                : latents;
        int levels = config.channels().size();
        int channels = config.channels().get(levels - 1);
        h = ops.conv2d(h, "decoder.conv_in", Convolution.same3(latentChannels, channels));
        h = middle(ops, "decoder.mid_block", h, channels);
        for (int level = levels - 1; level >= 0; level--) {
            String block = "decoder.up_blocks." + (levels - 1 - level);
            int out = config.channels().get(level);
            for (int layer = 0; layer <= config.layersPerBlock(); layer++) {
                h = resnet(block + ".resnets." + layer, channels, out).apply(ops, h, null);
                channels = out;
            }
            if (level > 0) {
                Convolution same = Convolution.same3(channels, channels);
                h = ops.conv2d(ops.upsampleTwice(h), block + ".upsamplers.0.conv", same);
            }
        }
        return out(ops, "decoder", h, channels, config.pictureChannels());
    }

    private <T> T middle(Ops<T> ops, String block, T x, int channels) {
        T h = resnet(block + ".resnets.0", channels, channels).apply(ops, x, null);
        if (config.attention()) {
            h = attention(ops, block + ".attentions.0", h, channels);
        }
        return resnet(block + ".resnets.1", channels, channels).apply(ops, h, null);
    }

    /** One head over all pixels. */
    private <T> T attention(Ops<T> ops, String module, T x, int channels) {
        T normed = ops.groupNorm(x, module + ".group_norm", config.normGroups(), channels, EPS, Activation.NONE);
        T sequence = ops.tokens(normed);
        T q = ops.linear(sequence, module + ".to_q", channels, channels, true);
        T k = ops.linear(sequence, module + ".to_k", channels, channels, true);
        T v = ops.linear(sequence, module + ".to_v", channels, channels, true);
        T mixed = ops.linear(ops.attention(q, k, v, 1, false), module + ".to_out.0", channels, channels, true);
        return ops.add(ops.image(mixed, x), x);
    }

    private <T> T out(Ops<T> ops, String half, T x, int in, int out) {
        T normed = ops.groupNorm(x, half + ".conv_norm_out", config.normGroups(), in, EPS, Activation.SILU);
        return ops.conv2d(normed, half + ".conv_out", Convolution.same3(in, out));
    }

    private ResnetBlock resnet(String module, int in, int out) {
        return new ResnetBlock(module, in, out, 0, config.normGroups(), EPS);
    }
}
