package io.wavemesh.generation;

import java.util.List;
import java.util.Optional;

/**
 * What to draw.
 *
 * @param prompt any text, also an empty one
 * @param negativePrompt what to keep away from; empty for none: then its embeddings are zeros where the model folder says
 *     {@code force_zeros_for_empty_prompt}, else those of the empty text
 * @param seed of the first image's noise, image i has seed + i; not used where {@code noise} is given
 * @param count images, at least 1
 * @param adapters mixed by their weights; none for the base model
 * @param noise unit Gaussian noise to start from, one image each of {@code count}, in place of the seed's
 */
public record GenerationSpec(
        String prompt,
        Optional<String> negativePrompt,
        long seed,
        int count,
        Sampling sampling,
        PictureSize size,
        List<WeightedAdapter> adapters,
        Optional<Latents> noise) {
    private static final int MOST_IMAGES = 64;

    /** Throws {@link GenerationException} if the count is out of range or does not fit the noise. */
    public GenerationSpec {
        adapters = List.copyOf(adapters);
        if (count < 1 || count > MOST_IMAGES) {
            throw new GenerationException("count must be in 1.." + MOST_IMAGES + ", was " + count);
        }
        if (noise.isPresent() && noise.get().images() != count) {
            throw new GenerationException("count is " + count + ", the given latents are of "
                    + noise.get().images() + " images");
        }
    }

    /** One image of the prompt with seed 0, no negative prompt and no adapter. */
    public static GenerationSpec of(String prompt, Sampling sampling, PictureSize size) {
        return new GenerationSpec(prompt, Optional.empty(), 0, 1, sampling, size, List.of(), Optional.empty());
    }

    /** With a negative prompt; an empty one is encoded. */
    public GenerationSpec withNegativePrompt(String other) {
        return new GenerationSpec(prompt, Optional.of(other), seed, count, sampling, size, adapters, noise);
    }

    /** With another seed. */
    public GenerationSpec withSeed(long other) {
        return new GenerationSpec(prompt, negativePrompt, other, count, sampling, size, adapters, noise);
    }

    /** With another number of images. */
    public GenerationSpec withCount(int other) {
        return new GenerationSpec(prompt, negativePrompt, seed, other, sampling, size, adapters, noise);
    }

    /** With these adapters in place of others. */
    public GenerationSpec withAdapters(List<WeightedAdapter> others) {
        return new GenerationSpec(prompt, negativePrompt, seed, count, sampling, size, others, noise);
    }

    /** Starts from the given noise; the count becomes its number of images. */
    public GenerationSpec withNoise(Latents other) {
        return new GenerationSpec(
                prompt, negativePrompt, seed, other.images(), sampling, size, adapters, Optional.of(other));
    }

    /** Shows neither prompt. */
    @Override
    public String toString() {
        return "GenerationSpec[%d images, %s, %s, %d adapters]".formatted(count, size, sampling, adapters.size());
    }
}
