package io.wavemesh.inference.domain;

import io.wavemesh.contracts.BaseModelId;
import java.util.List;

/**
 * What a loaded base model can do, and its defaults.
 *
 * @param id names the model in requests and answers
 * @param hash SHA-256 over the model, as adapters state it
 * @param size default size of an image
 * @param sizeMultiple both sides of an image must be a multiple of this many pixels
 * @param sampling default way from noise to image
 * @param schedulers denoising rules that the engine has
 * @param timestepSpacings spacings that the engine has
 */
public record ModelProfile(
        BaseModelId id,
        String hash,
        PictureSize size,
        int sizeMultiple,
        Sampling sampling,
        List<String> schedulers,
        List<String> timestepSpacings) {
    /** Copies the lists. */
    public ModelProfile {
        schedulers = List.copyOf(schedulers);
        timestepSpacings = List.copyOf(timestepSpacings);
    }
}
