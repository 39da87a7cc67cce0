package io.wavemesh.inference.resource;

import io.quarkus.security.AuthenticationFailedException;
import io.quarkus.security.ForbiddenException;
import io.quarkus.security.UnauthorizedException;
import io.wavemesh.access.http.Challenge;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/** Turns what authentication and scopes refuse into problems; which part of the credentials is wrong, is not told. */
final class RefusalMappers {
    private static final Logger LOG = Logger.getLogger(RefusalMappers.class);

    private final Challenge challenge;

    RefusalMappers(Challenge challenge) {
        this.challenge = challenge;
    }

    @ServerExceptionMapper
    Response unauthorized(UnauthorizedException e) {
        return refused(ProblemType.UNAUTHENTICATED, "send an API key or a bearer token", challenge.of(e));
    }

    @ServerExceptionMapper
    Response badCredentials(AuthenticationFailedException e) {
        return refused(ProblemType.UNAUTHENTICATED, "the API key or bearer token is not valid here", challenge.of(e));
    }

    @ServerExceptionMapper
    Response forbidden(ForbiddenException e) {
        return refused(
                ProblemType.FORBIDDEN,
                "the API key or bearer token has not the scope that this needs",
                challenge.of(e));
    }

    private static Response refused(ProblemType type, String detail, String challenge) {
        LOG.infof("refused type=%s", type.slug());
        return Problem.of(type, detail, null)
                .response()
                .header(HttpHeaders.WWW_AUTHENTICATE, challenge)
                .build();
    }
}
