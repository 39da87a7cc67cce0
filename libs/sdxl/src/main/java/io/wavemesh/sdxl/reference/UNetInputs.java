package io.wavemesh.sdxl.reference;

import io.wavemesh.sdxl.network.UNetConfig;

/**
 * What SDXL's UNet is given.
 *
 * @param sample noisy latents [B, C, h, w]
 * @param timestep [B]
 * @param encoderHiddenStates text [B, 77, contextWidth]
 * @param textEmbeds pooled text [B, pooledWidth]
 * @param timeIds sizes and crop [B, 6]
 */
public record UNetInputs(
        Tensor sample, Tensor timestep, Tensor encoderHiddenStates, Tensor textEmbeds, Tensor timeIds) {
    /** Checks ranks and that all agree on the batch. */
    public UNetInputs {
        check("sample", sample, 4, sample);
        check("timestep", timestep, 1, sample);
        check("encoder_hidden_states", encoderHiddenStates, 3, sample);
        check("text_embeds", textEmbeds, 2, sample);
        check("time_ids", timeIds, 2, sample);
    }

    private static void check(String name, Tensor value, int rank, Tensor sample) {
        if (value.rank() != rank || value.extent(0) != sample.extent(0)) {
            throw new IllegalArgumentException(
                    name + " must have " + rank + " axes and a batch of " + sample.extent(0) + ", is " + value);
        }
    }

    void checkAgainst(UNetConfig config) {
        width("sample", sample, 1, config.inChannels());
        width("encoder_hidden_states", encoderHiddenStates, 2, config.contextWidth());
        width("text_embeds", textEmbeds, 1, config.pooledWidth());
        width("time_ids", timeIds, 1, UNetConfig.TIME_IDS);
    }

    private static void width(String name, Tensor value, int axis, int expected) {
        if (value.extent(axis) != expected) {
            throw new IllegalArgumentException(name + " must have " + expected + " on axis " + axis + ", is " + value);
        }
    }
}
