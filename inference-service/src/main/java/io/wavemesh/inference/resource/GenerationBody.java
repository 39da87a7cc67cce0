package io.wavemesh.inference.resource;

import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.wavemesh.access.Caller;
import io.wavemesh.inference.domain.GenerationInput;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * OpenAI's body of an images request, and what a diffusion model needs beyond it. Other fields of OpenAI's, such as
 * {@code user}, are accepted and ignored.
 */
@Schema(name = "GenerationRequest", requiredProperties = "prompt")
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
record GenerationBody(
        @Schema(description = "What to draw", examples = "a zjw dog on a beach")
        String prompt,

        @Schema(description = "What to avoid; absent means the base model's own empty conditioning", nullable = true)
        String negativePrompt,

        @Schema(description = "Name of the base model; absent means the one that is served", nullable = true)
        String model,

        @Schema(description = "Number of images", defaultValue = "1", minimum = "1", nullable = true)
        Integer n,

        @Schema(
                description =
                        "Seed of the first image's noise, the next image takes the next seed; absent means random",
                minimum = "0",
                nullable = true)
        Long seed,

        @Schema(
                description = "Width and height in pixels",
                defaultValue = "auto",
                examples = "1024x1024",
                pattern = "auto|[0-9]{1,5}x[0-9]{1,5}",
                nullable = true)
        String size,

        @Schema(description = "Number of denoising steps", minimum = "1", nullable = true)
        Integer steps,

        @Schema(description = "Weight of the prompt", minimum = "0", maximum = "100", nullable = true)
        Double guidanceScale,

        @Schema(description = "Denoising rule", examples = "euler", nullable = true)
        String scheduler,

        @Schema(description = "Spacing of the timesteps", examples = "leading", nullable = true)
        String timestepSpacing,

        @Schema(
                description = "How images are answered",
                defaultValue = "b64_json",
                enumeration = {"b64_json", "url"},
                nullable = true)
        String responseFormat,

        @Schema(description = "File format of the images", defaultValue = "png", enumeration = "png", nullable = true)
        String outputFormat,

        @Schema(description = "Adapters that change the base model", nullable = true)
        List<Selection> adapters) {
    /** An adapter and how strongly it acts. */
    @Schema(name = "AdapterSelection", requiredProperties = "id")
    record Selection(
            @Schema(description = "Name of the adapter") String id,

            @Schema(
                    description = "Factor on its change of the weights",
                    defaultValue = "1",
                    minimum = "-10",
                    maximum = "10",
                    nullable = true)
            Double weight) {}

    /** The domain's words for it, as this caller asks. */
    GenerationInput input(Caller caller) {
        List<Selection> selections = adapters == null ? List.of() : adapters;
        return new GenerationInput(
                caller,
                Optional.ofNullable(prompt),
                Optional.ofNullable(negativePrompt),
                Optional.ofNullable(model),
                Optional.ofNullable(n),
                Optional.ofNullable(seed),
                Optional.ofNullable(size),
                Optional.ofNullable(steps),
                Optional.ofNullable(guidanceScale),
                Optional.ofNullable(scheduler),
                Optional.ofNullable(timestepSpacing),
                selections.stream()
                        .map(s -> new GenerationInput.Selection(
                                Optional.ofNullable(s == null ? null : s.id()),
                                Optional.ofNullable(s == null ? null : s.weight())))
                        .toList());
    }

    /** Without the prompts. */
    @Override
    public String toString() {
        return "GenerationBody[n=" + n + ", size=" + size + ", adapters=" + adapters + "]";
    }
}
