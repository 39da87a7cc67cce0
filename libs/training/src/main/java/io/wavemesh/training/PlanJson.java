package io.wavemesh.training;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

/** A plan's settings for provenance and identity. */
final class PlanJson {
    private PlanJson() {}

    /** All settings, in a fixed order. */
    static Map<String, Object> of(TrainingPlan plan) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("method", plan.adapter().method());
        json.put("adapter", new TreeMap<>(plan.adapter().fields()));
        json.put("learningRate", plan.optimizer().learningRate());
        json.put("weightDecay", plan.optimizer().weightDecay());
        json.put("clip", plan.optimizer().clip());
        json.put("steps", (long) plan.steps());
        json.put("batch", (long) plan.batch());
        json.put("seed", plan.seed());
        json.put("resolution", (long) plan.resolution());
        json.put("instanceToken", plan.prompts().instanceToken());
        json.put("classNoun", plan.prompts().classNoun());
        json.put("instancePrompt", plan.prompts().instancePrompt());
        json.put("captions", plan.prompts().captions());
        if (plan.loss().minSnrGamma().isPresent()) {
            json.put("minSnrGamma", plan.loss().minSnrGamma().getAsDouble());
        }
        json.put("noiseOffset", plan.loss().noiseOffset());
        return json;
    }
}
