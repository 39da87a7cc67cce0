package io.wavemesh.contracts;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How to train. Every field is optional: an absent one means the base model's own default, else the paper's.
 *
 * @param method waveft, shira or lora
 * @param waveletFamily such as {@code db1}; method waveft only
 * @param nFrequency trained numbers a layer, 1 to 10^8
 * @param nFrequencyPattern counts for layers by PEFT's pattern keys
 * @param proportionalParameters whether the counts follow the layers' sizes
 * @param scaling factor on the change of the weights, -10^6 to 10^6
 * @param randomLocSeed seed of the positions, 0 to 2^32-1
 * @param targetModules adapted layers by exact name or dotted suffix
 * @param targetModulesExpression adapted layers by a regular expression over the whole name, instead of a list
 * @param rank of method lora, 1 to 4096
 * @param alpha of method lora, above 0
 * @param learningRate 0 to 1000
 * @param weightDecay 0 to 1000
 * @param clip largest norm of the gradient, above 0
 * @param steps optimizer steps, 1 to 10^6
 * @param batch pictures a step, 1 to 1024
 * @param seed of noise, timesteps and the choice of pictures, 0 to 2^63-1
 * @param instancePrompt template with {@code {instance_token}} and {@code {class_noun}}
 * @param captions one training text a picture, instead of the template
 * @param minSnrGamma min-SNR weighting of the loss, above 0
 * @param noiseOffset 0 to 1
 */
public record TrainingSettings(
        Optional<TrainingMethod> method,
        Optional<String> waveletFamily,
        Optional<Integer> nFrequency,
        Optional<Map<String, Integer>> nFrequencyPattern,
        Optional<Boolean> proportionalParameters,
        Optional<Double> scaling,
        Optional<Long> randomLocSeed,
        Optional<List<String>> targetModules,
        Optional<String> targetModulesExpression,
        Optional<Integer> rank,
        Optional<Double> alpha,
        Optional<Double> learningRate,
        Optional<Double> weightDecay,
        Optional<Double> clip,
        Optional<Integer> steps,
        Optional<Integer> batch,
        Optional<Long> seed,
        Optional<String> instancePrompt,
        Optional<List<String>> captions,
        Optional<Double> minSnrGamma,
        Optional<Double> noiseOffset) {
    private static final int MAX_COUNT = 100_000_000;
    private static final int MAX_TEXT = 1000;
    private static final double TINY = Double.MIN_NORMAL;
    private static final TrainingSettings DEFAULTS = builder().build();

    /** Throws {@link IllegalArgumentException} if a field is out of its range. */
    public TrainingSettings {
        method = Checks.optional(method);
        waveletFamily = Checks.optional(waveletFamily);
        waveletFamily.ifPresent(f -> Checks.identifier("waveletFamily", f));
        nFrequency = Checks.optional(nFrequency);
        nFrequency.ifPresent(n -> Checks.range("nFrequency", n, 1, MAX_COUNT));
        nFrequencyPattern = Checks.optional(nFrequencyPattern).map(p -> Checks.map("nFrequencyPattern", p, 4096));
        nFrequencyPattern.ifPresent(p -> p.forEach((key, count) -> {
            Checks.text("nFrequencyPattern key", key, MAX_TEXT);
            Checks.range("nFrequencyPattern." + key, Checks.required("nFrequencyPattern." + key, count), 1, MAX_COUNT);
        }));
        proportionalParameters = Checks.optional(proportionalParameters);
        scaling = Checks.optional(scaling);
        scaling.ifPresent(s -> Checks.range("scaling", s, -1e6, 1e6));
        randomLocSeed = Checks.optional(randomLocSeed);
        randomLocSeed.ifPresent(s -> Checks.range("randomLocSeed", s, 0, 0xffff_ffffL));
        targetModules = Checks.optional(targetModules).map(m -> Checks.list("targetModules", m, 1, 4096));
        targetModules.ifPresent(m -> m.forEach(name -> Checks.text("targetModules entry", name, MAX_TEXT)));
        targetModulesExpression = Checks.optional(targetModulesExpression);
        targetModulesExpression.ifPresent(e -> Checks.text("targetModulesExpression", e, MAX_TEXT));
        if (targetModules.isPresent() && targetModulesExpression.isPresent()) {
            throw new IllegalArgumentException("targetModules and targetModulesExpression exclude each other");
        }
        rank = Checks.optional(rank);
        rank.ifPresent(r -> Checks.range("rank", r, 1, 4096));
        alpha = Checks.optional(alpha);
        alpha.ifPresent(a -> Checks.range("alpha", a, TINY, 1e6));
        learningRate = Checks.optional(learningRate);
        learningRate.ifPresent(r -> Checks.range("learningRate", r, 0, 1000));
        weightDecay = Checks.optional(weightDecay);
        weightDecay.ifPresent(w -> Checks.range("weightDecay", w, 0, 1000));
        clip = Checks.optional(clip);
        clip.ifPresent(c -> Checks.range("clip", c, TINY, 1e9));
        steps = Checks.optional(steps);
        steps.ifPresent(s -> Checks.range("steps", s, 1, 1_000_000));
        batch = Checks.optional(batch);
        batch.ifPresent(b -> Checks.range("batch", b, 1, 1024));
        seed = Checks.optional(seed);
        seed.ifPresent(s -> Checks.range("seed", s, 0, Long.MAX_VALUE));
        instancePrompt = Checks.optional(instancePrompt);
        instancePrompt.ifPresent(p -> Checks.prompt("instancePrompt", p, MAX_TEXT));
        captions = Checks.optional(captions).map(c -> Checks.list("captions", c, 1, 1000));
        captions.ifPresent(c -> c.forEach(text -> Checks.prompt("captions entry", text, MAX_TEXT)));
        minSnrGamma = Checks.optional(minSnrGamma);
        minSnrGamma.ifPresent(g -> Checks.range("minSnrGamma", g, TINY, 1e6));
        noiseOffset = Checks.optional(noiseOffset);
        noiseOffset.ifPresent(o -> Checks.range("noiseOffset", o, 0, 1));
    }

    /** Nothing set. */
    public static TrainingSettings defaults() {
        return DEFAULTS;
    }

    /** Collects settings one by one. */
    public static TrainingSettingsBuilder builder() {
        return new TrainingSettingsBuilder();
    }

    /** Without the training texts. */
    @Override
    public String toString() {
        return "TrainingSettings[method=" + method + ", steps=" + steps + ", batch=" + batch + ", seed=" + seed + "]";
    }
}
