package io.wavemesh.sdxl.network;

/**
 * conv(silu(norm(conv(silu(norm(x))) + time))) + shortcut(x); diffusers' ResnetBlock2D.
 *
 * @param embeddingWidth width of the time embedding, 0 for a block without one
 */
record ResnetBlock(String module, int in, int out, int embeddingWidth, int groups, double eps) {

    /**
     * @param x [B, in, H, W]
     * @param embedding [B, embeddingWidth], already activated; null without one
     * @return [B, out, H, W]
     */
    <T> T apply(Ops<T> ops, T x, T embedding) {
        T h = ops.groupNorm(x, module + ".norm1", groups, in, eps, Activation.SILU);
        h = ops.conv2d(h, module + ".conv1", Convolution.same3(in, out));
        if (embeddingWidth > 0) {
            h = ops.addPerChannel(h, ops.linear(embedding, module + ".time_emb_proj", embeddingWidth, out, true));
        }
        h = ops.groupNorm(h, module + ".norm2", groups, out, eps, Activation.SILU);
        h = ops.conv2d(h, module + ".conv2", Convolution.same3(out, out));
        T shortcut = in == out ? x : ops.conv2d(x, module + ".conv_shortcut", Convolution.pointwise(in, out));
        return ops.label(module, ops.add(shortcut, h));
    }
}
