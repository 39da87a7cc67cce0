package io.wavemesh.inference.resource;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.wavemesh.contracts.AdapterAnnouncement;
import io.wavemesh.contracts.ObjectRef;
import io.wavemesh.inference.domain.AdapterStore;
import jakarta.ws.rs.core.UriInfo;
import java.util.List;
import java.util.Locale;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** What is known of an adapter. */
@Schema(name = "Adapter")
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
record AdapterAnswer(
        String id,
        @Schema(description = "Whom it shows") String subject,

        @Schema(description = "What the client calls the subject")
        String name,

        @Schema(description = "The job that made it") String job,

        @Schema(description = "The base model that it belongs to")
        String baseModel,

        @Schema(description = "SHA-256 over the base model") String baseModelHash,

        @Schema(description = "Whether the model served here is that one")
        boolean usable,

        @Schema(enumeration = {"waveft", "shira", "lora"}) String method,

        @Schema(description = "Of method waveft: the family")
        String waveletFamily,

        @Schema(description = "Word that brings the subject into a prompt")
        String instanceToken,

        @Schema(description = "Ordinary word for its kind") String classNoun,
        @Schema(description = "Trained numbers") long parameters,
        @Schema(description = "Bytes of the weights file") long bytes,
        @Schema(description = "Seconds since 1970") long created,
        @Schema(description = "Files of its PEFT folder") List<File> files) {

    /** A file of the folder. */
    @Schema(name = "AdapterFile")
    record File(String name, String url, long bytes, String sha256) {}

    /** An announcement as clients see it. */
    static AdapterAnswer of(AdapterAnnouncement adapter, boolean usable, UriInfo here) {
        return new AdapterAnswer(
                adapter.adapterId().value(),
                adapter.subjectId().value(),
                adapter.name().orElse(null),
                adapter.jobId().value(),
                adapter.baseModel().value(),
                adapter.baseModelHash(),
                usable,
                adapter.method().name().toLowerCase(Locale.ROOT),
                adapter.waveletFamily().orElse(null),
                adapter.instanceToken(),
                adapter.classNoun(),
                adapter.parameterCount(),
                adapter.byteCount(),
                adapter.createdAt().getEpochSecond(),
                List.of(
                        file(adapter, AdapterStore.File.CONFIG, adapter.config(), here),
                        file(adapter, AdapterStore.File.WEIGHTS, adapter.weights(), here),
                        file(adapter, AdapterStore.File.PROVENANCE, adapter.provenance(), here)));
    }

    private static File file(AdapterAnnouncement adapter, AdapterStore.File file, ObjectRef object, UriInfo here) {
        String url = here.getBaseUriBuilder()
                .path("v1/adapters/{id}/files/{name}")
                .build(adapter.adapterId().value(), file.fileName())
                .toString();
        return new File(file.fileName(), url, object.byteCount(), object.sha256());
    }
}
