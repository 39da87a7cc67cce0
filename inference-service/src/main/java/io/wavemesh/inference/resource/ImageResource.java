package io.wavemesh.inference.resource;

import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import io.wavemesh.access.Scope;
import io.wavemesh.access.http.CurrentCaller;
import io.wavemesh.inference.domain.Delivery;
import io.wavemesh.inference.domain.GenerationJob;
import io.wavemesh.inference.domain.JobState;
import io.wavemesh.inference.domain.PictureStore;
import io.wavemesh.inference.domain.Png;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.net.URI;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Images while the client waits. */
@Path("/v1/images")
@Tag(name = "Images")
public final class ImageResource {
    private static final String PNG = "image/png";
    private static final String FOREVER = "private, max-age=31536000, immutable";

    private final Submissions submissions;
    private final ImageAnswers answers;
    private final PictureStore pictures;
    private final CurrentCaller caller;

    ImageResource(Submissions submissions, ImageAnswers answers, PictureStore pictures, CurrentCaller caller) {
        this.submissions = submissions;
        this.answers = answers;
        this.pictures = pictures;
        this.caller = caller;
    }

    @POST
    @RolesAllowed(Scope.GENERATE_IMAGES)
    @Path("generations")
    @Consumes(MediaType.APPLICATION_JSON)
    @Produces({MediaType.APPLICATION_JSON, Problem.MEDIA_TYPE})
    @Operation(
            operationId = "generateImages",
            summary = "Draws images and answers when they are there",
            description = "OpenAI's images API with adapters. Closing the connection cancels the work.")
    @APIResponse(
            responseCode = "200",
            description = "The images",
            content = @Content(mediaType = "application/json", schema = @Schema(implementation = ImagesAnswer.class)))
    @APIResponse(responseCode = "400", ref = "Problem")
    @APIResponse(responseCode = "404", ref = "Problem")
    @APIResponse(responseCode = "409", ref = "Problem")
    @APIResponse(responseCode = "422", ref = "Problem")
    @APIResponse(responseCode = "429", ref = "Problem")
    @APIResponse(responseCode = "503", ref = "Problem")
    @APIResponse(responseCode = "504", ref = "Problem")
    public Uni<ImagesAnswer> generate(@RequestBody(required = true) GenerationBody body, UriInfo here) {
        ImageFormat format = ImageFormat.of(RequiredBody.of(body));
        GenerationJob job =
                submissions.submit(caller.get(), body, format == ImageFormat.URL ? Delivery.STORED : Delivery.INLINE);
        URI base = here.getBaseUri();
        return Uni.createFrom()
                .completionStage(job.end())
                .onCancellation()
                .invoke(job::cancel)
                .emitOn(Infrastructure.getDefaultExecutor())
                .map(end -> end.accept(new Answer(job, format, base)));
    }

    @GET
    @RolesAllowed(Scope.GENERATE_IMAGES)
    @Path("{id}")
    @Produces({PNG, Problem.MEDIA_TYPE})
    @Operation(operationId = "getImage", summary = "An image that was answered by its URL")
    @APIResponse(
            responseCode = "200",
            description = "The image",
            content = @Content(mediaType = PNG, schema = @Schema(type = SchemaType.STRING, format = "binary")))
    @APIResponse(responseCode = "404", ref = "Problem")
    @APIResponse(responseCode = "503", ref = "Problem")
    public Response image(@PathParam("id") String id) {
        Png png = pictures.find(caller.get(), id)
                .orElseThrow(() -> new ProblemException(ProblemType.IMAGE_NOT_FOUND, "no image of this id"));
        return Response.ok(png.bytes(), PNG)
                .header(HttpHeaders.CACHE_CONTROL, FOREVER)
                .tag(id)
                .build();
    }

    private final class Answer implements JobState.Visitor<ImagesAnswer> {
        private final GenerationJob job;
        private final ImageFormat format;
        private final URI base;

        Answer(GenerationJob job, ImageFormat format, URI base) {
            this.job = job;
            this.format = format;
            this.base = base;
        }

        @Override
        public ImagesAnswer finished(JobState.Finished end) {
            return answers.of(job, end, format, base);
        }

        @Override
        public ImagesAnswer failed(JobState.Failed end) {
            throw ProblemException.of(end.kind(), end.detail(), job.id().value());
        }

        @Override
        public ImagesAnswer cancelled(JobState.Cancelled end) {
            throw new IllegalStateException("a job that its only client cancelled has nobody to answer");
        }
    }
}
