package io.wavemesh.sdxl.network;

/** Self-attention, cross-attention to the text, gated feed-forward, each with its residual; diffusers' BasicTransformerBlock. */
record TransformerBlock(String module, int channels, int heads, int contextWidth) {

    private static final double EPS = 1e-5;
    private static final int WIDENING = 4;

    /**
     * @param x [B, S, channels]
     * @param context [B, T, contextWidth]
     */
    <T> T apply(Ops<T> ops, T x, T context) {
        T normed = ops.layerNorm(x, module + ".norm1", channels, EPS);
        T h = ops.add(attention(ops, "attn1", normed, normed, channels), x);
        normed = ops.layerNorm(h, module + ".norm2", channels, EPS);
        h = ops.add(attention(ops, "attn2", normed, context, contextWidth), h);
        normed = ops.layerNorm(h, module + ".norm3", channels, EPS);
        T inner = ops.geglu(normed, module + ".ff.net.0.proj", channels, WIDENING * channels);
        return ops.add(ops.linear(inner, module + ".ff.net.2", WIDENING * channels, channels, true), h);
    }

    private <T> T attention(Ops<T> ops, String name, T from, T to, int toWidth) {
        String path = module + "." + name;
        T q = ops.linear(from, path + ".to_q", channels, channels, false);
        T k = ops.linear(to, path + ".to_k", toWidth, channels, false);
        T v = ops.linear(to, path + ".to_v", toWidth, channels, false);
        T mixed = ops.attention(q, k, v, heads, false);
        return ops.label(path, ops.linear(mixed, path + ".to_out.0", channels, channels, true));
    }
}
