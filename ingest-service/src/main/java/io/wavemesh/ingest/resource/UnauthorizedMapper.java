package io.wavemesh.ingest.resource;

import io.quarkus.security.UnauthorizedException;
import io.wavemesh.access.http.Challenge;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.Provider;

/** A request without credentials. */
@Provider
final class UnauthorizedMapper extends ProblemMapper<UnauthorizedException> {
    private final Challenge challenge;

    UnauthorizedMapper(Challenge challenge) {
        this.challenge = challenge;
    }

    @Override
    ProblemType type(UnauthorizedException exception) {
        return ProblemType.UNAUTHENTICATED;
    }

    @Override
    String detail(UnauthorizedException exception) {
        return "send an API key or a bearer token";
    }

    @Override
    Response.ResponseBuilder more(UnauthorizedException exception, Response.ResponseBuilder response) {
        return response.header(HttpHeaders.WWW_AUTHENTICATE, challenge.of(exception));
    }
}
