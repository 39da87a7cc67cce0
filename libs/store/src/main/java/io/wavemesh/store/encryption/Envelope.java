package io.wavemesh.store.encryption;

import io.wavemesh.contracts.SubjectId;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;

/**
 * What stands before encrypted content: {@code WMX1}, the key's id (8 bytes), the subject's length (1 byte) and name.
 *
 * @param subject whose key it is
 * @param keyId which of its keys
 */
record Envelope(SubjectId subject, String keyId) {
    /** No envelope is longer. */
    static final int MAX_BYTES = 4 + 8 + 1 + 64;

    private static final byte[] MAGIC = "WMX1".getBytes(StandardCharsets.US_ASCII);
    private static final int ID_BYTES = 8;

    byte[] bytes() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        byte[] name = subject.value().getBytes(StandardCharsets.US_ASCII);
        out.writeBytes(MAGIC);
        out.writeBytes(HexFormat.of().parseHex(keyId));
        out.write(name.length);
        out.writeBytes(name);
        return out.toByteArray();
    }

    /** What an object's content is authenticated with: its envelope and its name, so that objects can't change places. */
    byte[] context(String key) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(bytes());
        out.writeBytes(key.getBytes(StandardCharsets.US_ASCII));
        return out.toByteArray();
    }

    /**
     * Reads an envelope; empty if the content has none. Then so many bytes as were looked at are gone from the stream.
     * Throws {@link IOException} if it is broken.
     */
    static Optional<Envelope> read(InputStream in) throws IOException {
        if (!Arrays.equals(in.readNBytes(MAGIC.length), MAGIC)) {
            return Optional.empty();
        }
        String keyId = HexFormat.of().formatHex(in.readNBytes(ID_BYTES));
        int length = in.read();
        try {
            SubjectId subject =
                    new SubjectId(new String(in.readNBytes(Math.max(0, length)), StandardCharsets.US_ASCII));
            if (keyId.length() != 2 * ID_BYTES || subject.value().length() != length) {
                throw new IOException("the envelope is cut off");
            }
            return Optional.of(new Envelope(subject, keyId));
        } catch (IllegalArgumentException e) {
            throw new IOException("the envelope is broken", e);
        }
    }
}
