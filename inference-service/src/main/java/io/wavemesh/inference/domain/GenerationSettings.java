package io.wavemesh.inference.domain;

import io.wavemesh.contracts.AdapterId;
import io.wavemesh.contracts.AdapterWeight;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A request for images with every setting decided: the same settings on the same machine draw the same images.
 *
 * @param prompt what to draw
 * @param negativePrompt what to avoid; absent means the base model's own empty conditioning
 * @param count number of images, at least 1
 * @param seed of the first image's noise; image i takes seed + i
 * @param size of each image
 * @param sampling how noise becomes an image
 * @param adapters what changes the base model, each adapter once
 */
public record GenerationSettings(
        String prompt,
        Optional<String> negativePrompt,
        int count,
        long seed,
        PictureSize size,
        Sampling sampling,
        List<AdapterWeight> adapters) {
    /** Copies the adapters; throws {@link IllegalArgumentException} if count is below 1. */
    public GenerationSettings {
        if (count < 1) {
            throw new IllegalArgumentException("count must be at least 1, was " + count);
        }
        adapters = List.copyOf(adapters);
    }

    /** The adapters without their weights. */
    public List<AdapterId> adapterIds() {
        return adapters.stream().map(AdapterWeight::adapterId).toList();
    }

    /** What the images of one run of the engine must have in common. */
    public BatchKey batchKey() {
        return new BatchKey(size, sampling, adapters);
    }

    /** What it costs, in pixels times steps; only good to compare one request with another on the same model. */
    public long work() {
        return size.pixels() * sampling.steps() * count;
    }

    /** One task an image, in order. */
    public List<ImageTask> tasks() {
        List<ImageTask> tasks = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            tasks.add(new ImageTask(prompt, negativePrompt, seed + i));
        }
        return tasks;
    }

    /** Without the prompts. */
    @Override
    public String toString() {
        return "GenerationSettings[count=" + count + ", size=" + size + ", " + sampling + ", adapters=" + adapters
                + "]";
    }
}
