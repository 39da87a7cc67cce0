package io.wavemesh.store.encryption;

import com.google.crypto.tink.subtle.AesGcmHkdfStreaming;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.security.GeneralSecurityException;

/**
 * A key that encrypts objects: AES-256-GCM in segments of 64 KiB, each authenticated in its place, under a key that is
 * derived for each object (Tink's AesGcmHkdfStreaming).
 */
final class SubjectKey {
    private static final String HKDF = "HmacSha256";
    private static final int DERIVED_BYTES = 32;
    private static final int SEGMENT_BYTES = 1 << 16;

    private final String id;
    private final byte[] bytes;
    private final AesGcmHkdfStreaming cipher;

    SubjectKey(String id, byte[] bytes) {
        this.id = id;
        this.bytes = bytes.clone();
        try {
            this.cipher = new AesGcmHkdfStreaming(bytes, HKDF, DERIVED_BYTES, SEGMENT_BYTES, 0);
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException("a subject's key must have at least " + DERIVED_BYTES + " bytes", e);
        }
    }

    String id() {
        return id;
    }

    byte[] bytes() {
        return bytes.clone();
    }

    OutputStream encrypting(OutputStream out, byte[] context) throws IOException {
        try {
            return cipher.newEncryptingStream(out, context);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has AES-GCM", e);
        }
    }

    /** Reading throws {@link IOException} at the first segment that is not authentic. */
    InputStream decrypting(InputStream in, byte[] context) throws IOException {
        try {
            return cipher.newDecryptingStream(in, context);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has AES-GCM", e);
        }
    }

    /** Length of what is made of so many bytes. */
    static long encryptedBytes(long plainBytes) {
        long payload = SEGMENT_BYTES - 16;
        long header = DERIVED_BYTES + 8;
        long segments = Math.max(1, (plainBytes + header + payload - 1) / payload);
        return Math.addExact(plainBytes, header + 16 * segments);
    }
}
