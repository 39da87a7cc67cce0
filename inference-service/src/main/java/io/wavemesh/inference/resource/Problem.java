package io.wavemesh.inference.resource;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.wavemesh.inference.domain.Violation;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * An answer of RFC 9457.
 *
 * @param type which kind of problem
 * @param title the same for all problems of the kind
 * @param status HTTP status
 * @param detail this occurrence
 * @param instance the request, job or adapter concerned
 * @param violations fields at fault, for {@code request-invalid}
 */
@Schema(name = "Problem", description = "RFC 9457 problem details")
@JsonInclude(JsonInclude.Include.NON_EMPTY)
record Problem(URI type, String title, int status, String detail, String instance, List<Violation> violations) {
    static final String MEDIA_TYPE = "application/problem+json";

    Problem {
        violations = List.copyOf(violations);
    }

    /** A problem of a known type. */
    static Problem of(ProblemType type, String detail, String instance) {
        return new Problem(type.uri(), type.title(), type.status(), detail, instance, List.of());
    }

    /** A problem that HTTP itself names by its status. */
    static Problem ofStatus(Response.StatusType status) {
        return new Problem(
                URI.create("about:blank"), status.getReasonPhrase(), status.getStatusCode(), null, null, List.of());
    }

    /** The answer. */
    Response.ResponseBuilder response() {
        return Response.status(status).type(MEDIA_TYPE).entity(this);
    }
}
