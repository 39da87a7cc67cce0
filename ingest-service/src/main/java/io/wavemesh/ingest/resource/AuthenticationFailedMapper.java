package io.wavemesh.ingest.resource;

import io.quarkus.security.AuthenticationFailedException;
import io.wavemesh.access.http.Challenge;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.Provider;

/** Credentials that are unknown, expired or made for something else; which, is not told. */
@Provider
final class AuthenticationFailedMapper extends ProblemMapper<AuthenticationFailedException> {
    private final Challenge challenge;

    AuthenticationFailedMapper(Challenge challenge) {
        this.challenge = challenge;
    }

    @Override
    ProblemType type(AuthenticationFailedException exception) {
        return ProblemType.UNAUTHENTICATED;
    }

    @Override
    String detail(AuthenticationFailedException exception) {
        return "the API key or bearer token is not valid here";
    }

    @Override
    Response.ResponseBuilder more(AuthenticationFailedException exception, Response.ResponseBuilder response) {
        return response.header(HttpHeaders.WWW_AUTHENTICATE, challenge.of(exception));
    }
}
