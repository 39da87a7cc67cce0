package io.wavemesh.inference.domain;

import io.wavemesh.access.Caller;
import java.util.List;
import java.util.Optional;

/**
 * A request for images as a client made it, unchecked. Absent fields mean the base model's defaults.
 *
 * @param caller who asks, and thereby which adapters there are
 * @param prompt what to draw
 * @param negativePrompt what to avoid
 * @param model name of the base model
 * @param count number of images
 * @param seed of the first image's noise
 * @param size "WIDTHxHEIGHT" or "auto"
 * @param steps number of denoising steps
 * @param guidanceScale weight of the prompt
 * @param scheduler denoising rule
 * @param timestepSpacing how timesteps are spaced
 * @param adapters what changes the base model
 */
public record GenerationInput(
        Caller caller,
        Optional<String> prompt,
        Optional<String> negativePrompt,
        Optional<String> model,
        Optional<Integer> count,
        Optional<Long> seed,
        Optional<String> size,
        Optional<Integer> steps,
        Optional<Double> guidanceScale,
        Optional<String> scheduler,
        Optional<String> timestepSpacing,
        List<Selection> adapters) {
    /**
     * An adapter as a client selected it.
     *
     * @param id its name
     * @param weight factor on its change of the weights; absent is 1
     */
    public record Selection(Optional<String> id, Optional<Double> weight) {}

    /** Copies the adapters. */
    public GenerationInput {
        adapters = List.copyOf(adapters);
    }

    /** Without the prompts. */
    @Override
    public String toString() {
        return "GenerationInput[count=" + count + ", size=" + size + ", adapters=" + adapters + "]";
    }
}
