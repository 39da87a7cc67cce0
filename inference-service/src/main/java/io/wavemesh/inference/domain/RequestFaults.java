package io.wavemesh.inference.domain;

import io.wavemesh.contracts.Fault;
import java.util.Map;
import java.util.stream.Collectors;

/** Why requests that came as messages fail, where a call is told otherwise: the fields have the message's names. */
final class RequestFaults {
    private static final Map<String, String> FIELDS = Map.of(
            "n", "count",
            "size", "widthPixels x heightPixels",
            "negative_prompt", "negativePrompt",
            "guidance_scale", "guidanceScale",
            "timestep_spacing", "timestepSpacing");

    private RequestFaults() {}

    static Fault invalid(GenerationPlan.Invalid plan) {
        return new Fault(
                "request-invalid",
                plan.violations().stream()
                        .map(v -> FIELDS.getOrDefault(v.field(), v.field()) + " " + v.message())
                        .collect(Collectors.joining("; ")));
    }

    static Fault exhausted(int attempts) {
        return new Fault(
                "attempts-exhausted", "given up after " + attempts + (attempts == 1 ? " attempt" : " attempts"));
    }
}
