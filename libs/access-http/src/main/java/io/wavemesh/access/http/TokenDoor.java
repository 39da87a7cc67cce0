package io.wavemesh.access.http;

import io.quarkus.oidc.OIDCException;
import io.quarkus.oidc.runtime.OidcAuthenticationMechanism;
import io.quarkus.security.identity.IdentityProviderManager;
import io.quarkus.security.identity.SecurityIdentity;
import io.smallrye.mutiny.Uni;
import io.vertx.core.VertxException;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jose4j.lang.UnresolvableKeyException;

/**
 * Lets bearer tokens in, by OIDC. The issuer is asked when the first token comes and for keys that are not known, the latter once in
 * a while only; where it doesn't answer then, the failure is an {@link IssuerAwayException}.
 */
@Singleton
final class TokenDoor {
    private static final int DEEPEST = 20;

    private final OidcAuthenticationMechanism oidc;
    private final AccessMeters meters;
    private final long askedEveryNanos;
    private volatile long awayAt = System.nanoTime() - Duration.ofDays(1).toNanos();

    TokenDoor(
            OidcAuthenticationMechanism oidc,
            AccessMeters meters,
            @ConfigProperty(name = "quarkus.oidc.token.forced-jwk-refresh-interval") Duration askedEvery) {
        this.oidc = oidc;
        this.meters = meters;
        this.askedEveryNanos = askedEvery.toNanos();
    }

    /** Who holds the request's token; nothing if there is none, or no issuer is named. */
    Uni<SecurityIdentity> enter(RoutingContext context, IdentityProviderManager providers) {
        return oidc.authenticate(context, providers).onFailure(this::isAway).transform(failure -> {
            meters.issuerAway();
            return new IssuerAwayException(failure);
        });
    }

    /** An unknown key that the issuer could not be asked for just now may well be its new one. */
    private boolean isAway(Throwable failure) {
        long now = System.nanoTime();
        if (failure instanceof OIDCException || causes(failure).anyMatch(TokenDoor::isOfTheNetwork)) {
            awayAt = now;
            return true;
        }
        return now - awayAt <= askedEveryNanos && causes(failure).anyMatch(UnresolvableKeyException.class::isInstance);
    }

    private static boolean isOfTheNetwork(Throwable cause) {
        return cause instanceof IOException || cause instanceof TimeoutException || cause instanceof VertxException;
    }

    private static Stream<Throwable> causes(Throwable failure) {
        return Stream.iterate(failure, Objects::nonNull, Throwable::getCause).limit(DEEPEST);
    }
}
