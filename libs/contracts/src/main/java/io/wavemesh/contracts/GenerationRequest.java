package io.wavemesh.contracts;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Asks inference for images. Absent fields mean the base model's defaults.
 *
 * @param schemaVersion 1
 * @param requestId names the request
 * @param owner the client that asks, believed as the record says it: whoever may write to the topic may name any;
 *     absent with authentication off
 * @param prompt what to draw, at most 2000 characters
 * @param negativePrompt what to avoid
 * @param adapters up to 16 adapters with their weights
 * @param seed of the first image's noise, the next image takes the next seed; 0 to 2^63-1
 * @param steps number of denoising steps, 1 to 1000
 * @param guidanceScale weight of the prompt, 0 to 100
 * @param scheduler denoising rule, such as {@code euler} or {@code dpmpp-2m-karras}
 * @param timestepSpacing {@code leading}, {@code trailing} or {@code linspace}
 * @param widthPixels 8 to 8192
 * @param heightPixels 8 to 8192
 * @param count number of images, 1 to 64
 * @param createdAt when it was asked for
 */
public record GenerationRequest(
        int schemaVersion,
        RequestId requestId,
        Optional<ClientId> owner,
        String prompt,
        Optional<String> negativePrompt,
        List<AdapterWeight> adapters,
        Optional<Long> seed,
        Optional<Integer> steps,
        Optional<Double> guidanceScale,
        Optional<String> scheduler,
        Optional<String> timestepSpacing,
        Optional<Integer> widthPixels,
        Optional<Integer> heightPixels,
        int count,
        Instant createdAt)
        implements Message {
    private static final int MAX_PROMPT = 2000;

    /** Throws {@link IllegalArgumentException} if a component is missing or out of its range. */
    public GenerationRequest {
        Checks.schemaVersion(schemaVersion);
        Checks.required("requestId", requestId);
        owner = Checks.optional(owner);
        Checks.prompt("prompt", prompt, MAX_PROMPT);
        negativePrompt = Checks.optional(negativePrompt);
        negativePrompt.ifPresent(p -> Checks.prompt("negativePrompt", p, MAX_PROMPT));
        adapters = adapters == null ? List.of() : Checks.list("adapters", adapters, 0, 16);
        seed = Checks.optional(seed);
        seed.ifPresent(s -> Checks.range("seed", s, 0, Long.MAX_VALUE));
        steps = Checks.optional(steps);
        steps.ifPresent(s -> Checks.range("steps", s, 1, 1000));
        guidanceScale = Checks.optional(guidanceScale);
        guidanceScale.ifPresent(g -> Checks.range("guidanceScale", g, 0, 100));
        scheduler = Checks.optional(scheduler);
        scheduler.ifPresent(s -> Checks.identifier("scheduler", s));
        timestepSpacing = Checks.optional(timestepSpacing);
        timestepSpacing.ifPresent(s -> Checks.identifier("timestepSpacing", s));
        widthPixels = Checks.optional(widthPixels);
        widthPixels.ifPresent(w -> Checks.range("widthPixels", w, 8, 8192));
        heightPixels = Checks.optional(heightPixels);
        heightPixels.ifPresent(h -> Checks.range("heightPixels", h, 8, 8192));
        Checks.range("count", count, 1, 64);
        Checks.required("createdAt", createdAt);
    }

    @Override
    public MessageType type() {
        return MessageType.GENERATION_REQUEST;
    }

    @Override
    public String messageKey() {
        return requestId.value();
    }

    @Override
    public String messageId() {
        return requestId.value();
    }

    @Override
    public Instant messageTime() {
        return createdAt;
    }

    /** Without the prompts. */
    @Override
    public String toString() {
        return "GenerationRequest[" + requestId + ", adapters=" + adapters + ", count=" + count + "]";
    }
}
