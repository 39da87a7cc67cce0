package io.wavemesh.store.encryption;

import io.wavemesh.contracts.ObjectRef;
import io.wavemesh.contracts.store.StoreUnavailableException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.util.HexFormat;

/**
 * An object's content, encrypted, in a temporary file that goes when this is closed.
 *
 * @param file envelope and encrypted content
 * @param plain reference of the plain content
 */
record Sealed(Path file, ObjectRef plain) implements AutoCloseable {
    /** Gives the plain content. */
    interface Source {
        InputStream open() throws IOException;
    }

    static Sealed of(String key, Source content, Envelope envelope, SubjectKey with) {
        try {
            Path file = Files.createTempFile("sealed-", ".tmp");
            try {
                return new Sealed(file, seal(key, content, envelope, with, file));
            } catch (IOException | RuntimeException e) {
                Files.deleteIfExists(file);
                throw e;
            }
        } catch (IOException e) {
            throw new StoreUnavailableException("cannot encrypt " + key + ": " + e, e);
        }
    }

    private static ObjectRef seal(String key, Source content, Envelope envelope, SubjectKey with, Path file)
            throws IOException {
        DigestInputStream in = new DigestInputStream(content.open(), Digests.sha256());
        long byteCount;
        try (in;
                OutputStream out = Files.newOutputStream(file)) {
            out.write(envelope.bytes());
            try (OutputStream encrypting = with.encrypting(out, envelope.context(key))) {
                byteCount = in.transferTo(encrypting);
            }
        }
        return new ObjectRef(key, HexFormat.of().formatHex(in.getMessageDigest().digest()), byteCount);
    }

    @Override
    public void close() {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new StoreUnavailableException("cannot delete a temporary file: " + e, e);
        }
    }
}
