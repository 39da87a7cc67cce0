package io.wavemesh.store.encryption;

import com.google.crypto.tink.Aead;
import com.google.crypto.tink.subtle.AesGcmJce;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The keys that wrap subjects' keys (AES-256-GCM), by name. The first one wraps; the others only unwrap what they wrapped
 * before. A key of a key management service is one more {@link Aead}.
 */
public final class MasterKeys {
    private static final Pattern NAME = Pattern.compile("[a-z0-9-]{1,32}");
    private static final int KEY_BYTES = 32;
    private static final long MAX_FILE_BYTES = 64 << 10;

    private final Map<String, Aead> keys;
    private final String current;

    /** Keys by name, the current one first. Throws {@link IllegalArgumentException} where there is none, or a name is none. */
    public MasterKeys(Map<String, Aead> keys) {
        if (keys.isEmpty()) {
            throw new IllegalArgumentException("there is no master key");
        }
        if (!keys.keySet().stream().allMatch(name -> NAME.matcher(name).matches())) {
            throw new IllegalArgumentException("names of master keys must have 1 to 32 characters of a-z 0-9 and -");
        }
        this.keys = new LinkedHashMap<>(keys);
        this.current = keys.keySet().iterator().next();
    }

    /**
     * Reads a file of lines {@code name:base64 of 32 bytes}, the current key first; empty lines and those that begin with #
     * are passed over. Throws {@link IllegalArgumentException} with one line that shows nothing of the keys.
     */
    public static MasterKeys of(Path file) {
        Map<String, Aead> keys = new LinkedHashMap<>();
        List<String> lines = lines(file);
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i).strip();
            if (!line.isEmpty() && !line.startsWith("#")) {
                String[] parts = line.split(":", 2);
                Optional<Aead> key = parts.length == 2 ? key(parts[1].strip()) : Optional.empty();
                if (key.isEmpty() || keys.put(parts[0].strip(), key.get()) != null) {
                    throw new IllegalArgumentException("line " + (i + 1) + " of the master keys must be"
                            + " name:base64 of 32 bytes, each name once");
                }
            }
        }
        return new MasterKeys(keys);
    }

    private static List<String> lines(Path file) {
        try {
            if (Files.size(file) > MAX_FILE_BYTES) {
                throw new IllegalArgumentException(
                        "the file of master keys is larger than " + MAX_FILE_BYTES + " bytes");
            }
            return Files.readString(file, StandardCharsets.ISO_8859_1).lines().toList();
        } catch (IOException e) {
            throw new IllegalArgumentException("the master keys can not be read: " + e, e);
        }
    }

    private static Optional<Aead> key(String base64) {
        try {
            byte[] key = Base64.getDecoder().decode(base64);
            return key.length == KEY_BYTES ? Optional.of(new AesGcmJce(key)) : Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has AES-GCM", e);
        }
    }

    /** Name of the key that wraps. */
    String current() {
        return current;
    }

    /** All names, the current one first. */
    Set<String> names() {
        return keys.keySet();
    }

    /** Wraps a key for one place. */
    byte[] wrap(byte[] key, String place) {
        try {
            return keys.get(current).encrypt(key, place.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("a key can not be wrapped", e);
        }
    }

    /** The key that was wrapped for a place; empty where it was altered or wrapped for another one. */
    Optional<byte[]> unwrap(String name, byte[] wrapped, String place) {
        try {
            return Optional.of(keys.get(name).decrypt(wrapped, place.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            return Optional.empty();
        }
    }
}
