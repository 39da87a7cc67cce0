package io.wavemesh.inference.domain;

import io.wavemesh.contracts.AdapterId;
import io.wavemesh.contracts.Fault;
import java.util.Map;
import java.util.stream.Collectors;

/** Why requests that came as messages fail; the types are those of HTTP's problems. */
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

    static Fault unknownModel(GenerationPlan.UnknownModel plan) {
        return new Fault("model-not-found", "the model here is " + plan.served().id());
    }

    static Fault unknownAdapter(AdapterId adapter) {
        return new Fault(FailureKind.ADAPTER_NOT_FOUND.type(), "no adapter " + adapter + " has been announced");
    }

    static Fault otherBaseModel(GenerationPlan.OtherBaseModel plan) {
        return new Fault(
                "base-model-mismatch",
                "adapter " + plan.adapter().adapterId() + " belongs to "
                        + plan.adapter().baseModel() + ", the model here is "
                        + plan.served().id());
    }

    static Fault exhausted(int attempts) {
        return new Fault(
                "attempts-exhausted", "given up after " + attempts + (attempts == 1 ? " attempt" : " attempts"));
    }
}
