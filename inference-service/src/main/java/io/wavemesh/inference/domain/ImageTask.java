package io.wavemesh.inference.domain;

import java.util.Optional;

/**
 * One image of a run.
 *
 * @param prompt what to draw
 * @param negativePrompt what to avoid; absent means the base model's own empty conditioning
 * @param seed of its noise
 */
public record ImageTask(String prompt, Optional<String> negativePrompt, long seed) {
    /** Without the prompts. */
    @Override
    public String toString() {
        return "ImageTask[seed=" + seed + "]";
    }
}
