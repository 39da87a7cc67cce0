package io.wavemesh.sdxl.network;

/** A CLIP text encoder; transformers' CLIPTextModel(WithProjection). SDXL conditions on its last but one hidden state. */
public final class ClipTextEncoder {

    private static final String MODEL = "text_model.";

    private final ClipTextConfig config;

    public ClipTextEncoder(ClipTextConfig config) {
        this.config = config;
    }

    public ClipTextConfig config() {
        return config;
    }

    /**
     * What the encoder gives.
     *
     * @param penultimate hidden state before the last layer, without the final normalization, [B, S, width]
     * @param last final hidden state, normalized, [B, S, width]
     * @param pooled the end token's row of {@code last}, projected where the encoder has a projection:
     *     [B, projectionWidth] or [B, width]
     */
    public record Output<T>(T penultimate, T last, T pooled) {}

    /** Encodes token ids [B, S] of int64, S ≤ 77; the end token has the greatest id of the vocabulary. */
    public <T> Output<T> encode(Ops<T> ops, T ids) {
        T h = ops.embedding(ids, MODEL + "embeddings.token_embedding", config.vocabulary(), config.width());
        h = ops.addPositions(h, MODEL + "embeddings.position_embedding", config.positions(), config.width());
        T penultimate = h;
        for (int layer = 0; layer < config.layers(); layer++) {
            penultimate = h;
            h = layer(ops, MODEL + "encoder.layers." + layer, h);
        }
        T last = ops.layerNorm(h, MODEL + "final_layer_norm", config.width(), config.eps());
        T pooled = ops.rowAtGreatest(last, ids);
        if (config.projectionWidth() > 0) {
            pooled = ops.linear(pooled, "text_projection", config.width(), config.projectionWidth(), false);
        }
        return new Output<>(penultimate, last, pooled);
    }

    private <T> T layer(Ops<T> ops, String module, T x) {
        int width = config.width();
        T normed = ops.layerNorm(x, module + ".layer_norm1", width, config.eps());
        T q = ops.linear(normed, module + ".self_attn.q_proj", width, width, true);
        T k = ops.linear(normed, module + ".self_attn.k_proj", width, width, true);
        T v = ops.linear(normed, module + ".self_attn.v_proj", width, width, true);
        T mixed = ops.attention(q, k, v, config.heads(), true);
        T h = ops.add(ops.linear(mixed, module + ".self_attn.out_proj", width, width, true), x);
        normed = ops.layerNorm(h, module + ".layer_norm2", width, config.eps());
        T inner = ops.linear(normed, module + ".mlp.fc1", width, config.innerWidth(), true);
        inner = ops.activation(inner, config.activation());
        return ops.add(ops.linear(inner, module + ".mlp.fc2", config.innerWidth(), width, true), h);
    }
}
