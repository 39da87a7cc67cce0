package io.wavemesh.contracts.store;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** SHA-256 as 64 lower-case hexadecimal digits. */
public final class Sha256 {
    private Sha256() {}

    /** Of bytes. */
    public static String of(byte[] content) {
        return HexFormat.of().formatHex(digest().digest(content));
    }

    /** Of a file's content. */
    public static String of(Path file) throws IOException {
        DigestOutputStream out = digesting(OutputStream.nullOutputStream());
        Files.copy(file, out);
        return hex(out);
    }

    /** A stream that passes everything on and digests it meanwhile. */
    static DigestOutputStream digesting(OutputStream out) {
        return new DigestOutputStream(out, digest());
    }

    /** The digest of what went through the stream; asked once, at the end. */
    static String hex(DigestOutputStream out) {
        return HexFormat.of().formatHex(out.getMessageDigest().digest());
    }

    private static MessageDigest digest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
