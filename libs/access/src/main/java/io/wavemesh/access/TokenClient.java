package io.wavemesh.access;

import io.wavemesh.contracts.ClientId;
import io.wavemesh.contracts.store.Sha256;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/**
 * Names the clients of bearer tokens by what their issuer calls them: {@code oidc.<name>}, or {@code oidc-<hash>} where the
 * name has characters or a length that {@link ClientId} refuses. Different names never meet, and no key file can name such a
 * client, so an issuer can't make somebody the client of a key.
 */
public final class TokenClient {
    private static final String READABLE = "oidc.";
    private static final String HASHED = "oidc-";
    private static final Pattern FITS = Pattern.compile("[A-Za-z0-9._-]{1,59}");
    private static final int DIGITS = 48;

    private TokenClient() {}

    /** The client of a name that is not empty. */
    public static ClientId of(String name) {
        return new ClientId(
                FITS.matcher(name).matches()
                        ? READABLE + name
                        : HASHED
                                + Sha256.of(name.getBytes(StandardCharsets.UTF_8))
                                        .substring(0, DIGITS));
    }

    /** Whether a client is one of bearer tokens. */
    static boolean isTokens(ClientId client) {
        return client.value().startsWith(READABLE) || client.value().startsWith(HASHED);
    }
}
