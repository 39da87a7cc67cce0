package io.wavemesh.store.encryption;

import io.wavemesh.contracts.ObjectRef;
import io.wavemesh.contracts.store.ObjectCorruptException;
import io.wavemesh.contracts.store.ObjectTooLargeException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.security.DigestOutputStream;
import java.util.HexFormat;
import java.util.Optional;

/** Decrypts objects; what was never encrypted passes through. */
final class Opening {
    private static final int BUFFER = 1 << 16;
    private static final long NO_OBJECT_IS_LARGER = 1L << 50;

    private final SubjectKeys keys;

    Opening(SubjectKeys keys) {
        this.keys = keys;
    }

    /** Most bytes that an object takes whose plain content has so many at most. */
    static long storedBytes(long plainBytes) {
        return plainBytes >= NO_OBJECT_IS_LARGER
                ? Long.MAX_VALUE
                : Envelope.MAX_BYTES + SubjectKey.encryptedBytes(Math.max(0, plainBytes));
    }

    /**
     * Writes the plain content and returns its reference; empty, and nothing written, if its key is destroyed. What was
     * written is worth nothing if this throws: {@link ObjectCorruptException} at the first segment that is not authentic,
     * {@link ObjectTooLargeException}, or {@link IOException} if it can't be written.
     */
    Optional<ObjectRef> open(String key, Sealed.Source stored, OutputStream target, long maxBytes) throws IOException {
        try (InputStream raw = stored.open()) {
            Optional<Envelope> envelope = envelope(key, raw);
            if (envelope.isEmpty()) {
                try (InputStream plain = stored.open()) {
                    return Optional.of(copy(key, plain, target, maxBytes));
                }
            }
            Optional<SubjectKey> with =
                    keys.find(envelope.get().subject(), envelope.get().keyId());
            if (with.isEmpty()) {
                return Optional.empty();
            }
            try (InputStream plain = with.get().decrypting(raw, envelope.get().context(key))) {
                return Optional.of(copy(key, plain, target, maxBytes));
            }
        }
    }

    private static Optional<Envelope> envelope(String key, InputStream raw) {
        try {
            return Envelope.read(raw);
        } catch (IOException e) {
            throw new ObjectCorruptException(key + ": " + e.getMessage());
        }
    }

    private static ObjectRef copy(String key, InputStream plain, OutputStream target, long maxBytes)
            throws IOException {
        DigestOutputStream out = new DigestOutputStream(target, Digests.sha256());
        byte[] buffer = new byte[BUFFER];
        long byteCount = 0;
        for (int count = read(key, plain, buffer); count >= 0; count = read(key, plain, buffer)) {
            byteCount += count;
            if (byteCount > maxBytes) {
                throw new ObjectTooLargeException(key + " has more than the " + maxBytes + " bytes that are accepted");
            }
            out.write(buffer, 0, count);
        }
        return new ObjectRef(
                key, HexFormat.of().formatHex(out.getMessageDigest().digest()), byteCount);
    }

    private static int read(String key, InputStream plain, byte[] buffer) {
        try {
            return plain.read(buffer);
        } catch (IOException e) {
            throw new ObjectCorruptException(key + " was altered, or encrypted for another place: " + e.getMessage());
        }
    }
}
