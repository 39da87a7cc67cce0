package io.wavemesh.testkit.access;

import io.wavemesh.access.ApiKey;
import io.wavemesh.access.KeyEntry;
import io.wavemesh.access.Scope;
import io.wavemesh.contracts.ClientId;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Authentication as in production: a key file and an issuer of tokens. Clients {@code ann} and {@code bob} have every scope
 * but admin, {@code root} is an administrator; {@code without SCOPE} is a key of ann's that lacks one.
 */
public final class AccessFixture implements AutoCloseable {
    /** What tokens must be made for. */
    public static final String AUDIENCE = "wavemesh";

    private final SecureRandom random = new SecureRandom();
    private final List<String> lines = new ArrayList<>(List.of("# keys of a test"));
    private final Map<String, String> keys = new HashMap<>();
    private final TokenIssuer issuer = TokenIssuer.start();
    private final Path file;

    private AccessFixture(Path file) {
        this.file = file;
    }

    /** Writes a key file into a new temporary folder and starts an issuer. */
    public static AccessFixture start() {
        try {
            AccessFixture fixture =
                    new AccessFixture(Files.createTempDirectory("access-").resolve("keys"));
            fixture.addAll();
            Files.write(fixture.file, fixture.lines);
            return fixture;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Settings of a service that uses all of it. */
    public Map<String, String> settings() {
        return Map.of(
                "access.mode",
                "required",
                "access.keys.file",
                file.toString(),
                "access.keys.reload-interval",
                "100ms",
                "access.oidc.issuer",
                issuer.url(),
                "access.oidc.audience",
                AUDIENCE,
                "quarkus.oidc.token.forced-jwk-refresh-interval",
                "1s");
    }

    /** A key as a client sends it. */
    public String key(String name) {
        String key = keys.get(name);
        if (key == null) {
            throw new IllegalArgumentException("there is no key " + name);
        }
        return key;
    }

    /** The issuer of tokens. */
    public TokenIssuer issuer() {
        return issuer;
    }

    /** The key file, to be changed. */
    public Path file() {
        return file;
    }

    @Override
    public void close() {
        issuer.close();
        try {
            Files.deleteIfExists(file);
            Files.deleteIfExists(file.getParent());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void addAll() {
        Set<Scope> all = EnumSet.complementOf(EnumSet.of(Scope.ADMIN));
        add("ann", "ann", all);
        add("ann's second", "ann", all);
        add("bob", "bob", all);
        add("root", "root", EnumSet.of(Scope.ADMIN));
        for (Scope scope : all) {
            Set<Scope> others = EnumSet.copyOf(all);
            others.remove(scope);
            add("without " + scope.word(), "ann", others);
        }
    }

    private void add(String name, String client, Set<Scope> scopes) {
        ApiKey key = ApiKey.random(random);
        lines.add(KeyEntry.of(key, new ClientId(client), scopes).line());
        keys.put(name, key.secretText());
    }
}
