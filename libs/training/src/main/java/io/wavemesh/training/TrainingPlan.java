package io.wavemesh.training;

import io.wavemesh.sdxl.model.ModelFolder;
import io.wavemesh.waveft.adapter.Adapter;
import io.wavemesh.waveft.adapter.AdapterConfig;
import java.util.Map;

/**
 * All settings of a training, resolved and checked.
 *
 * @param adapter method, trained layers, how many numbers and where
 * @param steps optimizer steps
 * @param batch pictures a step
 * @param seed of noise, timesteps, latents and the choice of pictures
 * @param resolution side of the square that pictures are cropped and resized to, in pixels
 */
public record TrainingPlan(
        AdapterConfig adapter,
        OptimizerPlan optimizer,
        LossPlan loss,
        PromptPlan prompts,
        int steps,
        int batch,
        long seed,
        int resolution) {

    /**
     * A plan from single settings: those given, else the model's own defaults ({@code training} in its {@code wavemesh.json}),
     * else the paper's.
     *
     * <p>Names: method (waveft, shira, lora), waveletFamily, nFrequency, nFrequencyPattern, proportionalParameters, scaling,
     * randomLocSeed, targetModules (list, or text: regular expression), rank, alpha, learningRate, weightDecay, clip, steps,
     * batch, seed, resolution, instanceToken, classNoun, instancePrompt, captions, minSnrGamma, noiseOffset.
     *
     * @param settings by name; numbers, texts, booleans, lists and maps as JSON has them
     * @throws IllegalArgumentException with a one-line message that names the setting at fault
     */
    public static TrainingPlan resolve(Map<String, ?> settings, ModelFolder model) {
        return new PlanResolver(settings, model).fresh();
    }

    /**
     * A plan that goes on from an adapter, whose configuration it takes; settings of that kind may be given only if they say
     * the same.
     *
     * @throws IllegalArgumentException with a one-line message that names the setting at fault
     */
    public static TrainingPlan continuing(Adapter adapter, Map<String, ?> settings, ModelFolder model) {
        return new PlanResolver(settings, model).continuing(adapter.config());
    }

    /** Every setting as JSON values by name, in a fixed order: for provenance. */
    public Map<String, Object> settings() {
        return PlanJson.of(this);
    }
}
