package io.wavemesh.access.http;

import io.quarkus.security.AuthenticationFailedException;
import io.quarkus.security.ForbiddenException;
import io.quarkus.security.UnauthorizedException;
import jakarta.inject.Singleton;

/** What a client that is refused is told in {@code WWW-Authenticate} (RFC 6750), and the count of such refusals. */
@Singleton
public final class Challenge {
    static final String REALM = "Bearer realm=\"wavemesh\"";

    private final AccessMeters meters;

    Challenge(AccessMeters meters) {
        this.meters = meters;
    }

    /** No credentials came. */
    public String of(UnauthorizedException refusal) {
        meters.noCredentials();
        return REALM;
    }

    /** Those that came are unknown, expired or of another issuer or audience; which, is not told. */
    public String of(AuthenticationFailedException refusal) {
        meters.badCredentials();
        return REALM + ", error=\"invalid_token\"";
    }

    /** A scope is missing. */
    public String of(ForbiddenException refusal) {
        meters.noScope();
        return REALM + ", error=\"insufficient_scope\"";
    }
}
