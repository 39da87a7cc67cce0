package io.wavemesh.ingest.resource;

import io.wavemesh.ingest.domain.Violation;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.Provider;
import java.util.List;

/** Problems that resources found. */
@Provider
final class ProblemExceptionMapper extends ProblemMapper<ProblemException> {
    @Override
    ProblemType type(ProblemException exception) {
        return exception.type();
    }

    @Override
    String detail(ProblemException exception) {
        return exception.getMessage();
    }

    /** The rest of a body that is too large is not read: the connection can't be used again. */
    @Override
    Response.ResponseBuilder more(ProblemException exception, Response.ResponseBuilder response) {
        boolean unread = exception.type() == ProblemType.PICTURE_SET_TOO_LARGE;
        return unread ? response.header("Connection", "close") : response;
    }

    @Override
    List<Violation> violations(ProblemException exception) {
        return exception.violations();
    }
}
