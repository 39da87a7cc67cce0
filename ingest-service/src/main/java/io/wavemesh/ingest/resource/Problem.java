package io.wavemesh.ingest.resource;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.wavemesh.ingest.domain.Violation;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * An error as RFC 9457 has it.
 *
 * @param type stable name of the kind
 * @param title what the kind means; the same every time
 * @param status HTTP status
 * @param detail what is so this time, one line
 * @param instance names this occurrence; it is in the service's log too
 * @param violations the parts at fault, where there are some
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
@Schema(name = "Problem", description = "An error as RFC 9457 has it")
public record Problem(
        @Schema(
                required = true,
                description = "One of urn:wavemesh:problem:picture-set-invalid (422), picture-set-too-large"
                        + " (413), unauthenticated (401), forbidden (403), idempotency-key-taken (409), subject-not-found (404), subject-finished"
                        + " (409), query-invalid (400), request-malformed (400), not-found (404),"
                        + " method-not-allowed (405), not-acceptable (406), media-type-unsupported (415),"
                        + " service-unavailable (503), internal-error (500)",
                examples = "urn:wavemesh:problem:picture-set-invalid")
        String type,

        @Schema(required = true) String title,
        @Schema(required = true) int status,
        @Schema(description = "What is so this time") String detail,

        @Schema(required = true, description = "Names this occurrence; it is in the service's log too")
        String instance,

        @Schema(description = "The parts at fault") List<ViolationView> violations) {

    /**
     * A part of the request that breaks a rule.
     *
     * @param field the part as the client named it
     * @param message what is expected and what was found
     */
    @Schema(name = "Violation")
    public record ViolationView(
            @Schema(required = true, examples = "images[2]") String field,
            @Schema(required = true) String message) {
        private static ViolationView of(Violation violation) {
            return new ViolationView(violation.field(), violation.message());
        }
    }

    static Problem of(ProblemType type, String detail, String instance, List<Violation> violations) {
        return new Problem(
                type.uri(),
                type.title(),
                type.status(),
                detail,
                instance,
                violations.stream().map(ViolationView::of).toList());
    }
}
