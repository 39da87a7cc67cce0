package io.wavemesh.inference.resource;

import io.wavemesh.access.Scope;
import io.wavemesh.access.http.CurrentCaller;
import io.wavemesh.contracts.RequestId;
import io.wavemesh.inference.domain.Delivery;
import io.wavemesh.inference.domain.GenerationJob;
import io.wavemesh.inference.domain.JobArchive;
import io.wavemesh.inference.domain.JobState;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.net.URI;
import java.util.Locale;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Images in the background: same queue, answered by state. */
@Path("/v1/images/jobs")
@Tag(name = "Jobs")
@Produces({MediaType.APPLICATION_JSON, Problem.MEDIA_TYPE})
public final class JobResource {
    private final Submissions submissions;
    private final JobArchive archive;
    private final ImageAnswers answers;
    private final CurrentCaller caller;

    JobResource(Submissions submissions, JobArchive archive, ImageAnswers answers, CurrentCaller caller) {
        this.submissions = submissions;
        this.archive = archive;
        this.answers = answers;
        this.caller = caller;
    }

    @POST
    @RolesAllowed(Scope.GENERATE_IMAGES)
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "startJob",
            summary = "Begins to draw images and answers at once",
            description = "The images are kept in the object store. The job's status answers their URLs, or with"
                    + " ?response_format=b64_json their bytes; response_format of the body is not looked at.")
    @APIResponse(
            responseCode = "202",
            description = "The job; Location says where to ask for it",
            content = @Content(mediaType = "application/json", schema = @Schema(implementation = JobAnswer.class)))
    @APIResponse(responseCode = "400", ref = "Problem")
    @APIResponse(responseCode = "404", ref = "Problem")
    @APIResponse(responseCode = "409", ref = "Problem")
    @APIResponse(responseCode = "422", ref = "Problem")
    @APIResponse(responseCode = "429", ref = "Problem")
    @APIResponse(responseCode = "503", ref = "Problem")
    public Response start(@RequestBody(required = true) GenerationBody body, UriInfo here) {
        GenerationJob job = submissions.submit(caller.get(), RequiredBody.of(body), Delivery.STORED);
        archive.add(job);
        URI location = here.getBaseUriBuilder()
                .path("v1/images/jobs/{id}")
                .build(job.id().value());
        return Response.accepted(answer(job, ImageFormat.URL, here))
                .location(location)
                .build();
    }

    @GET
    @RolesAllowed(Scope.GENERATE_IMAGES)
    @Path("{id}")
    @Operation(operationId = "getJob", summary = "Where a job is, and its images once they are there")
    @APIResponse(
            responseCode = "200",
            description = "The job",
            content = @Content(mediaType = "application/json", schema = @Schema(implementation = JobAnswer.class)))
    @APIResponse(responseCode = "404", ref = "Problem")
    @APIResponse(responseCode = "503", ref = "Problem")
    public JobAnswer status(
            @PathParam("id") String id,
            @QueryParam("response_format")
                    @Schema(
                            enumeration = {"url", "b64_json"},
                            defaultValue = "url")
                    String format,
            UriInfo here) {
        GenerationJob job = job(id);
        return answer(job, ImageFormat.named(Optional.ofNullable(format), ImageFormat.URL), here);
    }

    @POST
    @RolesAllowed(Scope.GENERATE_IMAGES)
    @Path("{id}/cancel")
    @Operation(operationId = "cancelJob", summary = "Cancels a job; changes nothing if it is over")
    @APIResponse(
            responseCode = "200",
            description = "The job as it is now",
            content = @Content(mediaType = "application/json", schema = @Schema(implementation = JobAnswer.class)))
    @APIResponse(responseCode = "404", ref = "Problem")
    public JobAnswer cancel(@PathParam("id") String id, UriInfo here) {
        GenerationJob job = job(id);
        job.cancel();
        return answer(job, ImageFormat.URL, here);
    }

    private GenerationJob job(String id) {
        Optional<GenerationJob> found;
        try {
            found = archive.find(caller.get(), new RequestId(id));
        } catch (IllegalArgumentException e) {
            found = Optional.empty();
        }
        return found.orElseThrow(
                () -> new ProblemException(ProblemType.JOB_NOT_FOUND, "no job of this id, or it ended long ago"));
    }

    private JobAnswer answer(GenerationJob job, ImageFormat format, UriInfo here) {
        JobState state = job.state();
        int all = job.settings().sampling().steps();
        if (state instanceof JobState.Ended ended) {
            return ended.accept(new EndedJob(job, all, format, here.getBaseUri()));
        }
        if (state instanceof JobState.Running running) {
            return open(job, state, running.step(), running.steps());
        }
        return open(job, state, 0, all);
    }

    private static JobAnswer open(GenerationJob job, JobState state, int step, int steps) {
        return new JobAnswer(job.id().value(), name(state), created(job), step, steps, null, null);
    }

    private static String name(JobState state) {
        return state.phase().name().toLowerCase(Locale.ROOT);
    }

    private static long created(GenerationJob job) {
        return job.createdAt().getEpochSecond();
    }

    private final class EndedJob implements JobState.Visitor<JobAnswer> {
        private final GenerationJob job;
        private final int steps;
        private final ImageFormat format;
        private final URI base;

        EndedJob(GenerationJob job, int steps, ImageFormat format, URI base) {
            this.job = job;
            this.steps = steps;
            this.format = format;
            this.base = base;
        }

        @Override
        public JobAnswer finished(JobState.Finished end) {
            ImagesAnswer result = answers.of(job, end, format, base);
            return new JobAnswer(job.id().value(), name(end), created(job), steps, steps, result, null);
        }

        @Override
        public JobAnswer failed(JobState.Failed end) {
            Problem problem = Problem.of(
                    ProblemType.of(end.kind()), end.detail(), job.id().value());
            return new JobAnswer(job.id().value(), name(end), created(job), 0, steps, null, problem);
        }

        @Override
        public JobAnswer cancelled(JobState.Cancelled end) {
            return new JobAnswer(job.id().value(), name(end), created(job), 0, steps, null, null);
        }
    }
}
