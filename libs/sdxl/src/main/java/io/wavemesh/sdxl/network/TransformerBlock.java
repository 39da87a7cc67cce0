package io.wavemesh.sdxl.network;

import java.util.List;
import java.util.stream.Stream;

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
        List<T> self = linears(ops, "attn1", normed, channels, "to_q", "to_k", "to_v");
        T h = ops.add(attention(ops, "attn1", self.get(0), self.get(1), self.get(2)), x);
        normed = ops.layerNorm(h, module + ".norm2", channels, EPS);
        T q = linears(ops, "attn2", normed, channels, "to_q").get(0);
        List<T> cross = linears(ops, "attn2", context, contextWidth, "to_k", "to_v");
        h = ops.add(attention(ops, "attn2", q, cross.get(0), cross.get(1)), h);
        normed = ops.layerNorm(h, module + ".norm3", channels, EPS);
        T inner = ops.geglu(normed, module + ".ff.net.0.proj", channels, WIDENING * channels);
        return ops.add(ops.linear(inner, module + ".ff.net.2", WIDENING * channels, channels, true), h);
    }

    private <T> List<T> linears(Ops<T> ops, String name, T x, int in, String... layers) {
        List<String> modules = Stream.of(layers)
                .map(layer -> module + "." + name + "." + layer)
                .toList();
        return ops.linears(x, modules, in, channels);
    }

    private <T> T attention(Ops<T> ops, String name, T q, T k, T v) {
        String path = module + "." + name;
        T mixed = ops.attention(q, k, v, heads, false);
        return ops.label(path, ops.linear(mixed, path + ".to_out.0", channels, channels, true));
    }
}
