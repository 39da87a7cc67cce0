package io.wavemesh.ingest.resource;

import io.quarkus.security.ForbiddenException;
import io.wavemesh.access.http.Challenge;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.Provider;

/** A caller that lacks the scope. */
@Provider
final class ForbiddenMapper extends ProblemMapper<ForbiddenException> {
    private final Challenge challenge;

    ForbiddenMapper(Challenge challenge) {
        this.challenge = challenge;
    }

    @Override
    ProblemType type(ForbiddenException exception) {
        return ProblemType.FORBIDDEN;
    }

    @Override
    String detail(ForbiddenException exception) {
        return "the API key or bearer token has not the scope that this needs";
    }

    @Override
    Response.ResponseBuilder more(ForbiddenException exception, Response.ResponseBuilder response) {
        return response.header(HttpHeaders.WWW_AUTHENTICATE, challenge.of(exception));
    }
}
