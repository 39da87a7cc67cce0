package io.wavemesh.access;

import io.wavemesh.contracts.ClientId;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Reads key files: UTF-8, one key a line, {@code <key id> <client> <scope>[,<scope>…] sha256:<hash>}; lines that are blank or
 * begin with {@code #} are skipped. A file without any byte is refused: it is what a writer leaves half-way.
 */
final class KeyFile {
    static final int MAX_BYTES = 1 << 20;
    private static final Pattern KEY_ID = Pattern.compile("[0-9a-f]{12}");
    private static final Pattern HASH = Pattern.compile("sha256:[0-9a-f]{64}");
    private static final int FIELDS = 4;

    private KeyFile() {}

    /** The file's bytes. */
    static byte[] bytes(Path file) throws KeyFileException {
        try (InputStream in = Files.newInputStream(file)) {
            byte[] bytes = in.readNBytes(MAX_BYTES + 1);
            if (bytes.length > MAX_BYTES) {
                throw new KeyFileException(file + " has more than " + MAX_BYTES + " bytes");
            }
            return bytes;
        } catch (IOException e) {
            throw new KeyFileException(file + " can't be read: " + e.getClass().getSimpleName());
        }
    }

    /** The keys that the bytes of a file name; every fault is refused, so that no key is lost silently. */
    static KeyRing parse(Path file, byte[] bytes) throws KeyFileException {
        if (bytes.length == 0) {
            throw new KeyFileException(file + " is empty; a file without keys must have a line of comment");
        }
        Map<String, KeyEntry> entries = new LinkedHashMap<>();
        int number = 0;
        for (String line : text(file, bytes).split("\n", -1)) {
            number++;
            String stripped = line.strip();
            try {
                if (!stripped.isEmpty() && !stripped.startsWith("#")) {
                    KeyEntry entry = entry(stripped);
                    require(entries.put(entry.keyId(), entry) == null, "the key id is there twice");
                }
            } catch (IllegalArgumentException e) {
                throw new KeyFileException(file + ", line " + number + ": " + e.getMessage());
            }
        }
        return new KeyRing(entries);
    }

    private static String text(Path file, byte[] bytes) throws KeyFileException {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new KeyFileException(file + " is not UTF-8");
        }
    }

    private static KeyEntry entry(String line) {
        String[] fields = line.split("\\s+");
        require(fields.length == FIELDS, "must be `<key id> <client> <scopes> sha256:<hash>`");
        require(KEY_ID.matcher(fields[0]).matches(), "the key id must be 12 hexadecimal digits");
        require(HASH.matcher(fields[FIELDS - 1]).matches(), "the hash must be sha256: and 64 hexadecimal digits");
        return KeyEntry.of(
                fields[0],
                new ClientId(fields[1]),
                scopes(fields[2]),
                HexFormat.of().parseHex(fields[FIELDS - 1].substring(KeyEntry.HASH.length())));
    }

    private static Set<Scope> scopes(String words) {
        Set<Scope> scopes = EnumSet.noneOf(Scope.class);
        for (String word : words.split(",", -1)) {
            scopes.add(Scope.of(word)
                    .orElseThrow(() -> new IllegalArgumentException("a scope must be one of " + Scope.words())));
        }
        return scopes;
    }

    private static void require(boolean holds, String message) {
        if (!holds) {
            throw new IllegalArgumentException(message);
        }
    }
}
