package io.wavemesh.inference.resource;

import io.wavemesh.access.Scope;
import io.wavemesh.access.http.CurrentCaller;
import io.wavemesh.contracts.AdapterAnnouncement;
import io.wavemesh.contracts.AdapterId;
import io.wavemesh.contracts.SubjectId;
import io.wavemesh.contracts.store.ScratchFolder;
import io.wavemesh.inference.domain.AdapterQuery;
import io.wavemesh.inference.domain.AdapterRegistry;
import io.wavemesh.inference.domain.AdapterRemoval;
import io.wavemesh.inference.domain.AdapterStore;
import io.wavemesh.inference.domain.Violation;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** What adapters there are, their files, and their removal. */
@Path("/v1/adapters")
@Tag(name = "Adapters")
@Produces({MediaType.APPLICATION_JSON, Problem.MEDIA_TYPE})
public final class AdapterResource {
    private static final int MOST = 1000;

    private final Submissions submissions;
    private final AdapterRegistry registry;
    private final AdapterStore store;
    private final AdapterRemoval removal;
    private final CurrentCaller caller;
    private final ScratchFolder scratch;

    AdapterResource(
            Submissions submissions,
            AdapterRegistry registry,
            AdapterStore store,
            AdapterRemoval removal,
            CurrentCaller caller,
            ScratchFolder scratch) {
        this.submissions = submissions;
        this.registry = registry;
        this.store = store;
        this.removal = removal;
        this.caller = caller;
        this.scratch = scratch;
    }

    @GET
    @RolesAllowed(Scope.READ_ADAPTERS)
    @Operation(operationId = "listAdapters", summary = "Announced adapters, in the order of their ids")
    @APIResponse(
            responseCode = "200",
            description = "A page of adapters",
            content = @Content(mediaType = "application/json", schema = @Schema(implementation = AdapterPage.class)))
    @APIResponse(responseCode = "422", ref = "Problem")
    @APIResponse(responseCode = "503", ref = "Problem")
    public AdapterPage list(
            @QueryParam("subject") String subject,
            @QueryParam("after") String after,
            @QueryParam("limit") @DefaultValue("100") @Schema(minimum = "1", maximum = "1000") int limit,
            UriInfo here) {
        List<Violation> violations = new ArrayList<>();
        if (limit < 1 || limit > MOST) {
            violations.add(new Violation("limit", "must be in 1.." + MOST + ", was " + limit));
        }
        Optional<SubjectId> ofSubject = id("subject", subject, SubjectId::new, violations);
        Optional<AdapterId> behind = id("after", after, AdapterId::new, violations);
        if (!violations.isEmpty()) {
            throw ProblemException.invalid(violations);
        }
        String served = served();
        List<AdapterAnnouncement> found = registry.list(new AdapterQuery(caller.get(), ofSubject, behind, limit + 1));
        List<AdapterAnswer> page = found.stream()
                .limit(limit)
                .map(a -> AdapterAnswer.of(a, a.baseModelHash().equals(served), here))
                .toList();
        return new AdapterPage(page, found.size() > limit ? page.get(limit - 1).id() : null);
    }

    @GET
    @RolesAllowed(Scope.READ_ADAPTERS)
    @Path("{id}")
    @Operation(operationId = "getAdapter", summary = "What is known of an adapter")
    @APIResponse(
            responseCode = "200",
            description = "The adapter",
            content = @Content(mediaType = "application/json", schema = @Schema(implementation = AdapterAnswer.class)))
    @APIResponse(responseCode = "404", ref = "Problem")
    @APIResponse(responseCode = "503", ref = "Problem")
    public AdapterAnswer one(@PathParam("id") String id, UriInfo here) {
        String served = served();
        AdapterAnnouncement adapter = known(id);
        return AdapterAnswer.of(adapter, adapter.baseModelHash().equals(served), here);
    }

    @GET
    @RolesAllowed(Scope.READ_ADAPTERS)
    @Path("{id}/files/{name}")
    @Produces({MediaType.APPLICATION_OCTET_STREAM, MediaType.APPLICATION_JSON, Problem.MEDIA_TYPE})
    @Operation(
            operationId = "getAdapterFile",
            summary = "A file of an adapter's PEFT folder",
            description = "adapter_config.json, adapter_model.safetensors or provenance.json; checked by SHA-256.")
    @APIResponse(
            responseCode = "200",
            description = "The file",
            content =
                    @Content(
                            mediaType = "application/octet-stream",
                            schema = @Schema(type = SchemaType.STRING, format = "binary")))
    @APIResponse(responseCode = "404", ref = "Problem")
    @APIResponse(responseCode = "409", ref = "Problem")
    @APIResponse(responseCode = "503", ref = "Problem")
    public Response file(@PathParam("id") String id, @PathParam("name") String name) throws IOException {
        served();
        AdapterAnnouncement adapter = known(id);
        AdapterStore.File file = AdapterStore.File.named(name)
                .orElseThrow(() ->
                        new ProblemException(ProblemType.FILE_NOT_FOUND, "an adapter has no file of this name", id));
        TemporaryFile copy = TemporaryFile.filled(scratch.path(), target -> store.fetch(adapter, file, target));
        return Response.ok(copy, file.mediaType())
                .header("Content-Disposition", "attachment; filename=\"" + file.fileName() + "\"")
                .header("Content-Length", copy.byteCount())
                .build();
    }

    @DELETE
    @RolesAllowed(Scope.WRITE_SUBJECTS)
    @Path("{id}")
    @Operation(
            operationId = "deleteAdapter",
            summary = "Removes an adapter from the mesh",
            description = "Its files are deleted, then every replica is told. Work in hand with it goes on.")
    @APIResponse(responseCode = "204", description = "The adapter is gone")
    @APIResponse(responseCode = "404", ref = "Problem")
    @APIResponse(responseCode = "503", ref = "Problem")
    public void remove(@PathParam("id") String id) {
        served();
        removal.remove(known(id).adapterId());
    }

    /** The served model's hash; ends the request while the service isn't ready. */
    private String served() {
        return submissions.planner().model().hash();
    }

    private AdapterAnnouncement known(String id) {
        return id("id", id, AdapterId::new, new ArrayList<>())
                .flatMap(adapter -> registry.find(caller.get(), adapter))
                .orElseThrow(() -> new ProblemException(
                        ProblemType.ADAPTER_NOT_FOUND, "no adapter of this id has been announced"));
    }

    private static <T> Optional<T> id(
            String field, String value, Function<String, T> type, List<Violation> violations) {
        if (value == null) {
            return Optional.empty();
        }
        try {
            return Optional.of(type.apply(value));
        } catch (IllegalArgumentException e) {
            violations.add(new Violation(field, "must be 1 to 64 characters of A-Z a-z 0-9 . _ -"));
            return Optional.empty();
        }
    }
}
