package io.wavemesh.access;

import io.wavemesh.contracts.ClientId;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Set;
import java.util.stream.Collectors;

/** A line of a key file: whose key it is, what it may do, and its hash. */
public final class KeyEntry {
    static final String HASH = "sha256:";

    private final String keyId;
    private final Caller caller;
    private final byte[] sha256;

    KeyEntry(String keyId, Caller caller, byte[] sha256) {
        this.keyId = keyId;
        this.caller = caller;
        this.sha256 = sha256.clone();
    }

    /**
     * The entry that lets a key in. Throws {@link IllegalArgumentException} for the name of a {@link TokenClient}: it must not be
     * anybody's but the token's.
     */
    public static KeyEntry of(ApiKey key, ClientId client, Set<Scope> scopes) {
        return of(key.id(), client, scopes, key.sha256());
    }

    static KeyEntry of(String keyId, ClientId client, Set<Scope> scopes, byte[] sha256) {
        if (TokenClient.isTokens(client)) {
            throw new IllegalArgumentException(
                    "client must not begin with oidc. or oidc-: such are those of bearer tokens");
        }
        return new KeyEntry(keyId, Caller.of(client, scopes), sha256);
    }

    /** The key's public name. */
    public String keyId() {
        return keyId;
    }

    /** Who has it. */
    public Caller caller() {
        return caller;
    }

    /** The line for the file, without line break; it holds nothing to keep secret. */
    public String line() {
        String scopes = caller.seesEverything()
                ? Scope.ADMIN.word()
                : caller.scopes().stream().map(Scope::word).collect(Collectors.joining(","));
        return keyId + " " + caller.client().orElseThrow() + " " + scopes + " " + HASH
                + HexFormat.of().formatHex(sha256);
    }

    /** Whether this is the key's entry; takes the same time whatever the key is. */
    boolean opensTo(byte[] presented) {
        return MessageDigest.isEqual(sha256, presented);
    }

    /** Without the hash. */
    @Override
    public String toString() {
        return "KeyEntry[" + keyId + ", " + caller + "]";
    }
}
