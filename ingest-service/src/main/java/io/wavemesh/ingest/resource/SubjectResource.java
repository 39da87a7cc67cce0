package io.wavemesh.ingest.resource;

import io.smallrye.mutiny.Multi;
import io.wavemesh.access.Scope;
import io.wavemesh.access.http.CurrentCaller;
import io.wavemesh.contracts.SubjectId;
import io.wavemesh.ingest.config.IngestConfig;
import io.wavemesh.ingest.domain.CancelSubject;
import io.wavemesh.ingest.domain.EraseSubject;
import io.wavemesh.ingest.domain.SubjectStatuses;
import io.wavemesh.ingest.domain.Submission;
import io.wavemesh.ingest.domain.SubmitSubject;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.sse.OutboundSseEvent;
import jakarta.ws.rs.sse.Sse;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.headers.Header;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.server.multipart.MultipartFormDataInput;

/** Subjects over HTTP. */
@Path("/v1/subjects")
@Tag(name = "Subjects", description = "What is to be learned, from its pictures to its adapter")
class SubjectResource {
    private static final String PROBLEM = ProblemMapper.MEDIA_TYPE;

    private final SubmitSubject submit;
    private final CancelSubject cancel;
    private final EraseSubject erase;
    private final SubjectStatuses statuses;
    private final EventStream events;
    private final CurrentCaller caller;
    private final IngestConfig.Subjects settings;

    SubjectResource(
            SubmitSubject submit,
            CancelSubject cancel,
            EraseSubject erase,
            SubjectStatuses statuses,
            EventStream events,
            CurrentCaller caller,
            IngestConfig config) {
        this.submit = submit;
        this.cancel = cancel;
        this.erase = erase;
        this.statuses = statuses;
        this.events = events;
        this.caller = caller;
        this.settings = config.subjects();
    }

    @POST
    @RolesAllowed(Scope.WRITE_SUBJECTS)
    @Consumes(MediaType.MULTIPART_FORM_DATA)
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "submitSubject",
            summary = "Sends the pictures of a subject to be learned",
            description = "Everything is checked before anything is stored, and the job is safe with Kafka before the"
                    + " answer. A repeat under the same Idempotency-Key gives the same job.")
    @RequestBody(
            required = true,
            content =
                    @Content(
                            mediaType = MediaType.MULTIPART_FORM_DATA,
                            schema = @Schema(implementation = SubjectForm.class)))
    @APIResponse(
            responseCode = "202",
            description = "The job waits for a trainer",
            headers =
                    @Header(
                            name = "Location",
                            description = "Path of the subject",
                            schema = @Schema(type = SchemaType.STRING)),
            content = @Content(schema = @Schema(implementation = SubjectView.class)))
    @APIResponse(
            responseCode = "409",
            description = "The idempotency key was used for something else",
            content = @Content(mediaType = PROBLEM, schema = @Schema(implementation = Problem.class)))
    @APIResponse(
            responseCode = "413",
            description = "A picture or the whole request is too large",
            content = @Content(mediaType = PROBLEM, schema = @Schema(implementation = Problem.class)))
    @APIResponse(
            responseCode = "415",
            description = "The request is no multipart form",
            content = @Content(mediaType = PROBLEM, schema = @Schema(implementation = Problem.class)))
    @APIResponse(
            responseCode = "422",
            description = "The violations name the parts at fault, such as images[2]; nothing was stored",
            content = @Content(mediaType = PROBLEM, schema = @Schema(implementation = Problem.class)))
    @APIResponse(
            responseCode = "429",
            description = "As many uploads as allowed are at work; Retry-After says when to repeat the request",
            content = @Content(mediaType = PROBLEM, schema = @Schema(implementation = Problem.class)))
    @APIResponse(
            responseCode = "503",
            description = "Kafka or the object store is away; Retry-After says when to repeat the request",
            content = @Content(mediaType = PROBLEM, schema = @Schema(implementation = Problem.class)))
    public Response submit(
            @Parameter(hidden = true) MultipartFormDataInput form,
            @HeaderParam("Idempotency-Key")
                    @Parameter(description = "The client's own name of this request, 1 to 255 characters")
                    String idempotencyKey) {
        Submission submission =
                new MultipartReader(form).read(caller.get().client(), Optional.ofNullable(idempotencyKey));
        return submit.submit(submission).answer(new SubmissionAnswers());
    }

    @GET
    @RolesAllowed(Scope.READ_SUBJECTS)
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(operationId = "listSubjects", summary = "Lists subjects, newest first")
    @APIResponse(
            responseCode = "200",
            description = "A page of subjects",
            content = @Content(schema = @Schema(implementation = SubjectPage.class)))
    @APIResponse(
            responseCode = "400",
            description = "A parameter breaks a rule",
            content = @Content(mediaType = PROBLEM, schema = @Schema(implementation = Problem.class)))
    public SubjectPage list(
            @QueryParam("after") @Parameter(description = "`next` of the page before") String after,
            @QueryParam("limit")
                    @Parameter(
                            description = "Most subjects of the page, 1 to 1000",
                            schema =
                                    @Schema(
                                            type = SchemaType.INTEGER,
                                            minimum = "1",
                                            maximum = "1000",
                                            defaultValue = "50"))
                    String limit) {
        ListQuery query = ListQuery.parse(after, limit, settings.pageSize());
        return SubjectPage.of(statuses.list(caller.get(), query.after(), query.limit() + 1), query.limit());
    }

    @GET
    @RolesAllowed(Scope.READ_SUBJECTS)
    @Path("/{subjectId}")
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(operationId = "getSubject", summary = "Tells the state of a subject")
    @APIResponse(
            responseCode = "200",
            description = "The last known state",
            content = @Content(schema = @Schema(implementation = SubjectView.class)))
    @APIResponse(
            responseCode = "404",
            description = "There is no such subject",
            content = @Content(mediaType = PROBLEM, schema = @Schema(implementation = Problem.class)))
    public SubjectView get(@PathParam("subjectId") String subjectId) {
        return statuses.find(caller.get(), known(subjectId))
                .map(SubjectView::of)
                .orElseThrow(SubjectResource::unknown);
    }

    @GET
    @RolesAllowed(Scope.READ_SUBJECTS)
    @Path("/{subjectId}/events")
    @Produces(MediaType.SERVER_SENT_EVENTS)
    @Operation(
            operationId = "followSubject",
            summary = "Streams the states of a subject",
            description = "Server-sent events: the present state first, then each newer one as a JSON Subject; the"
                    + " stream ends after SUCCEEDED, FAILED or CANCELED, when the subject is erased, or within seconds"
                    + " of the end of the key or token that it was asked for with.")
    @APIResponse(
            responseCode = "200",
            description = "The states",
            content =
                    @Content(
                            mediaType = MediaType.SERVER_SENT_EVENTS,
                            schema = @Schema(implementation = SubjectView.class)))
    @APIResponse(
            responseCode = "404",
            description = "There is no such subject",
            content = @Content(mediaType = PROBLEM, schema = @Schema(implementation = Problem.class)))
    public Multi<OutboundSseEvent> events(@PathParam("subjectId") String subjectId, @Context Sse sse) {
        SubjectId subject = known(subjectId);
        statuses.find(caller.get(), subject).orElseThrow(SubjectResource::unknown);
        return events.of(caller.get(), caller.credentials(), subject, sse);
    }

    @POST
    @RolesAllowed(Scope.WRITE_SUBJECTS)
    @Path("/{subjectId}/cancel")
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "cancelSubject",
            summary = "Stops the training of a subject",
            description = "A waiting job is canceled at once, a running one within a step; one that finishes in that"
                    + " moment may still succeed.")
    @APIResponse(
            responseCode = "202",
            description = "The trainers are told",
            content = @Content(schema = @Schema(implementation = SubjectView.class)))
    @APIResponse(
            responseCode = "404",
            description = "There is no such subject",
            content = @Content(mediaType = PROBLEM, schema = @Schema(implementation = Problem.class)))
    @APIResponse(
            responseCode = "409",
            description = "The job has ended",
            content = @Content(mediaType = PROBLEM, schema = @Schema(implementation = Problem.class)))
    @APIResponse(
            responseCode = "503",
            description = "Kafka is away",
            content = @Content(mediaType = PROBLEM, schema = @Schema(implementation = Problem.class)))
    public Response cancel(@PathParam("subjectId") String subjectId) {
        return cancel.cancel(caller.get(), known(subjectId)).answer(new CancelAnswers());
    }

    @DELETE
    @RolesAllowed(Scope.WRITE_SUBJECTS)
    @Path("/{subjectId}")
    @Operation(
            operationId = "eraseSubject",
            summary = "Erases a subject",
            description = "Its training ends; its pictures, checkpoints and adapter are deleted, and inference forgets"
                    + " it, and deletes the images that it drew with it. Erasing what is not there is fine.")
    @APIResponse(
            responseCode = "202",
            description = "It is certain to happen: the order is safe, the rest follows when what is away is back")
    @APIResponse(responseCode = "204", description = "Nothing is left of it")
    @APIResponse(
            responseCode = "503",
            description = "Kafka is away, nothing is promised; repeat the request",
            content = @Content(mediaType = PROBLEM, schema = @Schema(implementation = Problem.class)))
    public Response erase(@PathParam("subjectId") String subjectId) {
        return switch (erase.erase(caller.get(), known(subjectId))) {
            case DONE -> Response.noContent().build();
            case PROMISED -> Response.accepted().build();
        };
    }

    private static SubjectId known(String subjectId) {
        try {
            return new SubjectId(subjectId);
        } catch (IllegalArgumentException e) {
            throw unknown();
        }
    }

    private static ProblemException unknown() {
        return new ProblemException(ProblemType.SUBJECT_NOT_FOUND, "no subject has this id");
    }
}
