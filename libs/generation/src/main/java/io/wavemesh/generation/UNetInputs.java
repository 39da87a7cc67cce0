package io.wavemesh.generation;

import io.wavemesh.sdxl.network.UNetConfig;

/**
 * The inputs of one UNet call for B samples, row-major; arrays are not copied.
 *
 * @param sample [B, C, h, w]
 * @param timesteps [B]
 * @param tokens rows of one text's embedding
 * @param context {@code encoder_hidden_states}, [B, tokens, width]
 * @param pooled {@code text_embeds}, [B, P]
 * @param timeIds [B, 6]
 */
public record UNetInputs(
        Latents sample, long[] timesteps, int tokens, float[] context, float[] pooled, float[] timeIds) {

    /** Throws {@link GenerationException} if the sizes do not fit each other. */
    public UNetInputs {
        int batch = sample.images();
        if (timesteps.length != batch
                || tokens < 1
                || context.length == 0
                || context.length % ((long) batch * tokens) != 0
                || pooled.length == 0
                || pooled.length % batch != 0
                || timeIds.length != batch * UNetConfig.TIME_IDS) {
            throw new GenerationException("timestep, encoder_hidden_states, text_embeds and time_ids must have " + batch
                    + " rows each, as sample has");
        }
    }

    void requireFits(UNetConfig config) {
        require("sample channels", sample.channels(), config.inChannels());
        require("encoder_hidden_states width", context.length / (sample.images() * tokens), config.contextWidth());
        require("text_embeds width", pooled.length / sample.images(), config.pooledWidth());
    }

    private static void require(String what, int found, int expected) {
        if (found != expected) {
            throw new GenerationException("%s must be %d for this model, was %d".formatted(what, expected, found));
        }
    }
}
