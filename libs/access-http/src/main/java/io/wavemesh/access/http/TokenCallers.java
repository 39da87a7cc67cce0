package io.wavemesh.access.http;

import io.quarkus.security.AuthenticationFailedException;
import io.quarkus.security.identity.AuthenticationRequestContext;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.security.identity.SecurityIdentityAugmentor;
import io.smallrye.mutiny.Uni;
import io.wavemesh.access.Caller;
import io.wavemesh.access.Scope;
import io.wavemesh.access.TokenClient;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.eclipse.microprofile.jwt.JsonWebToken;

/** Makes callers of verified bearer tokens: the client by a claim, scopes by the token's own that are known here. */
@Singleton
final class TokenCallers implements SecurityIdentityAugmentor {
    private final AccessConfig config;

    TokenCallers(AccessConfig config) {
        this.config = config;
    }

    @Override
    public Uni<SecurityIdentity> augment(SecurityIdentity identity, AuthenticationRequestContext context) {
        if (!(identity.getPrincipal() instanceof JsonWebToken token)) {
            return Uni.createFrom().item(identity);
        }
        Object name = token.getClaim(config.oidc().clientClaim());
        if (!(name instanceof String client) || client.isBlank()) {
            return Uni.createFrom().failure(new AuthenticationFailedException("the token names no client"));
        }
        Set<Scope> scopes = identity.getRoles().stream()
                .map(Scope::of)
                .flatMap(Optional::stream)
                .collect(Collectors.toSet());
        Instant end = Instant.ofEpochSecond(token.getExpirationTime());
        return Uni.createFrom().item(CallerIdentity.of(Caller.of(TokenClient.of(client), scopes), () -> Instant.now()
                .isBefore(end)));
    }
}
