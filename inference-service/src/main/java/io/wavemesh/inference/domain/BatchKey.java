package io.wavemesh.inference.domain;

import io.wavemesh.contracts.AdapterWeight;
import java.util.List;

/**
 * What the images of one run of the engine have in common.
 *
 * @param size of the images
 * @param sampling how noise becomes an image
 * @param adapters what changes the base model, in the order of the request
 */
public record BatchKey(PictureSize size, Sampling sampling, List<AdapterWeight> adapters) {
    /** Copies the adapters. */
    public BatchKey {
        adapters = List.copyOf(adapters);
    }
}
