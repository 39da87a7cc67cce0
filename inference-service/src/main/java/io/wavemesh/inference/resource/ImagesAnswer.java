package io.wavemesh.inference.resource;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.wavemesh.inference.domain.GenerationSettings;
import io.wavemesh.inference.domain.JobTimes;
import java.time.Duration;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** OpenAI's answer to an images request, and how the images came to be. */
@Schema(name = "ImagesAnswer")
record ImagesAnswer(
        @Schema(description = "Seconds since 1970") long created,

        @Schema(description = "The images, in the order of their seeds")
        List<Image> data,

        @Schema(description = "How the images came to be") Generation generation) {

    /** One image, as its bytes or where they are. */
    @Schema(name = "Image")
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
    record Image(
            @JsonProperty("b64_json") @Schema(description = "The PNG file in Base64")
            String b64Json,

            @Schema(description = "Where the PNG file is") String url,

            @Schema(description = "Seed of its noise; with the settings it draws the image again")
            long seed) {}

    /** Every setting as used. */
    @Schema(name = "Generation")
    @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
    record Generation(
            String model,
            String size,
            int steps,
            double guidanceScale,
            String scheduler,
            String timestepSpacing,
            long seed,
            List<Selection> adapters,
            Timings timings) {
        static Generation of(String model, GenerationSettings settings, JobTimes times) {
            return new Generation(
                    model,
                    settings.size().toString(),
                    settings.sampling().steps(),
                    settings.sampling().guidanceScale(),
                    settings.sampling().scheduler(),
                    settings.sampling().timestepSpacing(),
                    settings.seed(),
                    settings.adapters().stream()
                            .map(a -> new Selection(a.adapterId().value(), a.weight()))
                            .toList(),
                    Timings.of(times));
        }
    }

    /** An adapter as used. */
    @Schema(name = "UsedAdapter")
    record Selection(String id, double weight) {}

    /** Where the time went. */
    @Schema(name = "Timings")
    @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
    record Timings(
            @Schema(description = "Seconds in the queue") double queuedSeconds,

            @Schema(description = "Seconds from the start of drawing")
            double runSeconds) {
        static Timings of(JobTimes times) {
            return new Timings(seconds(times.queued()), seconds(times.run()));
        }

        private static double seconds(Duration time) {
            return time.toMillis() / 1000.0;
        }
    }
}
