package io.wavemesh.ingest.resource;

import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.Provider;

/** What the HTTP layer refused before a resource saw it. */
@Provider
final class HttpErrorMapper extends ProblemMapper<WebApplicationException> {
    @Override
    ProblemType type(WebApplicationException exception) {
        int status = exception.getResponse().getStatus();
        return switch (status) {
            case 404 -> ProblemType.NOT_FOUND;
            case 405 -> ProblemType.METHOD_NOT_ALLOWED;
            case 406 -> ProblemType.NOT_ACCEPTABLE;
            case 413 -> ProblemType.PICTURE_SET_TOO_LARGE;
            case 415 -> ProblemType.MEDIA_TYPE_UNSUPPORTED;
            default -> status >= 400 && status < 500 ? ProblemType.REQUEST_MALFORMED : ProblemType.INTERNAL_ERROR;
        };
    }

    @Override
    Response.ResponseBuilder more(WebApplicationException exception, Response.ResponseBuilder response) {
        String allow = exception.getResponse().getHeaderString(HttpHeaders.ALLOW);
        return allow == null ? response : response.header(HttpHeaders.ALLOW, allow);
    }
}
