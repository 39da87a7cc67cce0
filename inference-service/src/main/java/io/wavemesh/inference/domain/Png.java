package io.wavemesh.inference.domain;

import io.wavemesh.contracts.store.Sha256;
import java.util.Arrays;

/** The bytes of a PNG file; compared by content. */
public final class Png {
    private final byte[] bytes;

    /** Copies the bytes. */
    public Png(byte[] bytes) {
        this.bytes = bytes.clone();
    }

    /** A copy of the bytes. */
    public byte[] bytes() {
        return bytes.clone();
    }

    /** SHA-256 of the bytes, 64 hexadecimal digits. */
    public String sha256() {
        return Sha256.of(bytes);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Png png && Arrays.equals(bytes, png.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    /** The length alone. */
    @Override
    public String toString() {
        return "Png[" + bytes.length + " bytes]";
    }
}
