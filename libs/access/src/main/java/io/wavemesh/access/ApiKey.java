package io.wavemesh.access;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A key as a client holds it: {@code wm_<id>_<secret>}. The id is public and names the key in files and logs. The secret is
 * 256 random bits, so nobody can guess it from its hash, and a plain SHA-256 keeps it as well as a slow hash would.
 */
public final class ApiKey {
    /** What every key begins with. */
    public static final String PREFIX = "wm_";

    private static final Pattern FORM = Pattern.compile("wm_([0-9a-f]{12})_[A-Za-z0-9_-]{43}");
    private static final int ID_BYTES = 6;
    private static final int SECRET_BYTES = 32;

    private final String id;
    private final String text;

    private ApiKey(String id, String text) {
        this.id = id;
        this.text = text;
    }

    /** A new key. */
    public static ApiKey random(SecureRandom random) {
        byte[] id = new byte[ID_BYTES];
        byte[] secret = new byte[SECRET_BYTES];
        random.nextBytes(id);
        random.nextBytes(secret);
        String name = HexFormat.of().formatHex(id);
        return new ApiKey(
                name,
                PREFIX + name + "_" + Base64.getUrlEncoder().withoutPadding().encodeToString(secret));
    }

    /** Reads what a client sent; empty if it has another form. */
    public static Optional<ApiKey> parse(String text) {
        var matcher = FORM.matcher(text);
        return matcher.matches() ? Optional.of(new ApiKey(matcher.group(1), text)) : Optional.empty();
    }

    /** The public name: 12 hexadecimal digits. */
    public String id() {
        return id;
    }

    /** The whole key, secret included: for the client's eyes alone. */
    public String secretText() {
        return text;
    }

    /** SHA-256 of the whole key. */
    byte[] sha256() {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.US_ASCII));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    /** The public name alone. */
    @Override
    public String toString() {
        return PREFIX + id;
    }
}
