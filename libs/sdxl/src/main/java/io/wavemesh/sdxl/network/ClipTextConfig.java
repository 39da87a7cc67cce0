package io.wavemesh.sdxl.network;

/**
 * The shape of a CLIP text encoder, as its config.json gives it.
 *
 * @param projectionWidth width of the pooled output, 0 for an encoder without projection (SDXL's first)
 */
public record ClipTextConfig(
        int vocabulary,
        int positions,
        int width,
        int innerWidth,
        int layers,
        int heads,
        double eps,
        Activation activation,
        int projectionWidth) {

    private static final int MOST_LAYERS = 128;

    /** Reads a transformers CLIPTextModel or CLIPTextModelWithProjection config. */
    public static ClipTextConfig from(ConfigFields config) {
        boolean projects =
                config.has("architectures") && config.names("architectures").contains("CLIPTextModelWithProjection");
        ClipTextConfig read = new ClipTextConfig(
                config.size("vocab_size"),
                config.size("max_position_embeddings", 77),
                config.size("hidden_size"),
                config.size("intermediate_size"),
                config.count("num_hidden_layers", 12, MOST_LAYERS),
                config.size("num_attention_heads"),
                config.number("layer_norm_eps", 1e-5),
                Activation.named(config.text("hidden_act", "quick_gelu"), config.where()),
                projects ? config.size("projection_dim") : 0);
        if (read.width % read.heads != 0) {
            throw new NetworkConfigException(
                    config.where() + ": hidden_size must be a multiple of num_attention_heads");
        }
        return read;
    }
}
