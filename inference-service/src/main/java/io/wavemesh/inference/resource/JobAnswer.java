package io.wavemesh.inference.resource;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** Where a job is. */
@Schema(name = "Job")
@JsonInclude(JsonInclude.Include.NON_NULL)
record JobAnswer(
        String id,

        @Schema(enumeration = {"queued", "running", "succeeded", "failed", "canceled"})
        String state,

        @Schema(description = "Seconds since 1970") long created,

        @Schema(description = "Denoising steps that are done")
        int step,

        @Schema(description = "Denoising steps in all") int steps,

        @Schema(description = "The images, once the job has succeeded")
        ImagesAnswer result,

        @Schema(description = "Why the job failed") Problem problem) {}
