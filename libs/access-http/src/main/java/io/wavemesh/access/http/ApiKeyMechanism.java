package io.wavemesh.access.http;

import io.quarkus.security.AuthenticationFailedException;
import io.quarkus.security.identity.IdentityProviderManager;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.security.identity.request.AuthenticationRequest;
import io.quarkus.vertx.http.runtime.security.ChallengeData;
import io.quarkus.vertx.http.runtime.security.HttpAuthenticationMechanism;
import io.quarkus.vertx.http.runtime.security.HttpCredentialTransport;
import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.RoutingContext;
import io.wavemesh.access.ApiKey;
import io.wavemesh.access.Caller;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Knows callers by API key, {@code Authorization: Bearer wm_…} or {@code X-API-Key: wm_…}; other bearer tokens by {@link TokenDoor}.
 * With authentication off everybody is {@link Caller#anybody}.
 */
@Singleton
final class ApiKeyMechanism implements HttpAuthenticationMechanism {
    static final String HEADER = "X-API-Key";
    private static final String AUTHORIZATION = "Authorization";
    private static final String BEARER = "bearer ";
    private static final int BEFORE_TOKENS = 2000;

    private final AccessConfig config;
    private final KeyDoor door;
    private final TokenDoor tokens;

    ApiKeyMechanism(AccessConfig config, KeyDoor door, TokenDoor tokens) {
        this.config = config;
        this.door = door;
        this.tokens = tokens;
    }

    @Override
    public Uni<SecurityIdentity> authenticate(RoutingContext context, IdentityProviderManager providers) {
        if (config.mode() == AccessConfig.Mode.OFF) {
            return Uni.createFrom().item(CallerIdentity.of(Caller.anybody(), () -> true));
        }
        List<String> presented = presented(context);
        if (presented.isEmpty()) {
            return tokens.enter(context, providers);
        }
        String key = presented.get(0);
        Optional<Caller> caller = presented.size() == 1 ? door.find(key) : Optional.empty();
        return caller.map(known -> Uni.createFrom().item(CallerIdentity.of(known, () -> stillOpens(key, known))))
                .orElseGet(() -> Uni.createFrom().failure(new AuthenticationFailedException("no such API key")));
    }

    private boolean stillOpens(String key, Caller known) {
        return door.find(key)
                .filter(now ->
                        now.client().equals(known.client()) && now.scopes().containsAll(known.scopes()))
                .isPresent();
    }

    private static List<String> presented(RoutingContext context) {
        List<String> keys = new ArrayList<>(context.request().headers().getAll(HEADER));
        for (String value : context.request().headers().getAll(AUTHORIZATION)) {
            if (value.toLowerCase(Locale.ROOT).startsWith(BEARER)) {
                String token = value.substring(BEARER.length()).strip();
                if (token.startsWith(ApiKey.PREFIX)) {
                    keys.add(token);
                }
            }
        }
        return keys;
    }

    @Override
    public Uni<ChallengeData> getChallenge(RoutingContext context) {
        return Uni.createFrom().item(new ChallengeData(401, "WWW-Authenticate", Challenge.REALM));
    }

    @Override
    public Set<Class<? extends AuthenticationRequest>> getCredentialTypes() {
        return Set.of();
    }

    @Override
    public Uni<HttpCredentialTransport> getCredentialTransport(RoutingContext context) {
        return Uni.createFrom()
                .item(new HttpCredentialTransport(HttpCredentialTransport.Type.OTHER_HEADER, HEADER, "api-key"));
    }

    @Override
    public int getPriority() {
        return BEFORE_TOKENS;
    }
}
