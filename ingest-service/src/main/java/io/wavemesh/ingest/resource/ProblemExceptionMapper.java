package io.wavemesh.ingest.resource;

import io.wavemesh.ingest.domain.Violation;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.Provider;
import java.util.List;

/** Problems that resources found. */
@Provider
final class ProblemExceptionMapper extends ProblemMapper<ProblemException> {
    private static final int RETRY_AFTER_SECONDS = 5;

    @Override
    ProblemType type(ProblemException exception) {
        return exception.type();
    }

    @Override
    String detail(ProblemException exception) {
        return exception.getMessage();
    }

    /** The rest of a body that is refused is not read: the connection can't be used again. */
    @Override
    Response.ResponseBuilder more(ProblemException exception, Response.ResponseBuilder response) {
        return switch (exception.type()) {
            case PICTURE_SET_TOO_LARGE -> response.header("Connection", "close");
            case TOO_MANY_UPLOADS ->
                response.header("Connection", "close").header(HttpHeaders.RETRY_AFTER, RETRY_AFTER_SECONDS);
            default -> response;
        };
    }

    @Override
    List<Violation> violations(ProblemException exception) {
        return exception.violations();
    }
}
