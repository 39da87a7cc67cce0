package io.wavemesh.ingest.resource;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.wavemesh.contracts.AdapterId;
import io.wavemesh.contracts.Fault;
import io.wavemesh.contracts.JobPhase;
import io.wavemesh.contracts.JobState;
import io.wavemesh.contracts.TrainingEvent;
import java.time.Instant;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * What a client is told of a subject; absent fields are left out.
 *
 * @param subjectId names the subject
 * @param jobId names the job that learns it
 * @param name what the client calls it
 * @param classNoun ordinary word for its kind
 * @param instanceToken word that brings it into a prompt
 * @param pictureCount number of its pictures
 * @param state where the job is in its life
 * @param phase what a trainer is doing, or did last
 * @param attempt how often a trainer began
 * @param step optimizer steps done
 * @param steps optimizer steps in all; 0 while unknown
 * @param loss of the last step
 * @param secondsLeft estimate for the rest of the job
 * @param adapterId the adapter, once the job has succeeded
 * @param fault why it failed, or why it waits for another attempt
 * @param createdAt when the job was asked for
 * @param updatedAt when this was so
 */
@Schema(name = "Subject")
@JsonInclude(JsonInclude.Include.NON_NULL)
public record SubjectView(
        @Schema(required = true, examples = "sub-0123456789abcdef0123456789abcdef")
        String subjectId,

        @Schema(required = true, examples = "job-0123456789abcdef0123456789abcdef")
        String jobId,

        @Schema(description = "What the client calls it") String name,

        @Schema(required = true, description = "Ordinary word for its kind", examples = "dog")
        String classNoun,

        @Schema(required = true, description = "Word that brings it into a prompt", examples = "zjw")
        String instanceToken,

        @Schema(required = true) int pictureCount,
        @Schema(required = true) JobState state,

        @Schema(description = "What a trainer is doing, or did last")
        JobPhase phase,

        @Schema(required = true, description = "How often a trainer began")
        int attempt,

        @Schema(required = true, description = "Optimizer steps done")
        int step,

        @Schema(required = true, description = "Optimizer steps in all; 0 while unknown")
        int steps,

        @Schema(description = "Loss of the last step") Double loss,

        @Schema(description = "Estimate for the rest of the job")
        Double secondsLeft,

        @Schema(description = "The adapter, once the job has succeeded")
        String adapterId,

        @Schema(description = "Why it failed, or why it waits for another attempt")
        FaultView fault,

        @Schema(required = true) Instant createdAt,
        @Schema(required = true) Instant updatedAt) {

    /**
     * Why a job failed.
     *
     * @param type stable name of the kind of problem
     * @param detail one line on this occurrence
     */
    @Schema(name = "Fault")
    public record FaultView(
            @Schema(required = true, examples = "picture-set-invalid")
            String type,

            @Schema(required = true) String detail) {
        private static FaultView of(Fault fault) {
            return new FaultView(fault.type(), fault.detail());
        }
    }

    static SubjectView of(TrainingEvent event) {
        return new SubjectView(
                event.subjectId().value(),
                event.jobId().value(),
                event.subject().name().orElse(null),
                event.subject().classNoun(),
                event.subject().instanceToken(),
                event.subject().pictureCount(),
                event.state(),
                event.phase().orElse(null),
                event.attempt(),
                event.step(),
                event.steps(),
                event.loss().orElse(null),
                event.secondsLeft().orElse(null),
                event.adapterId().map(AdapterId::value).orElse(null),
                event.fault().map(FaultView::of).orElse(null),
                event.createdAt(),
                event.at());
    }
}
