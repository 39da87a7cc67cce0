package io.wavemesh.waveft.safetensors;

import java.util.Optional;

/** Element types of the files read and written here, little-endian. */
public enum DType {
    /** IEEE double. */
    F64(8, true),
    /** IEEE single. */
    F32(4, true),
    /** IEEE half. */
    F16(2, true),
    /** The upper half of an IEEE single. */
    BF16(2, true),
    /** Signed 64 bits. */
    I64(8, false),
    /** Signed 32 bits. */
    I32(4, false),
    /** Signed 16 bits. */
    I16(2, false),
    /** Signed 8 bits. */
    I8(1, false),
    /** Unsigned 8 bits. */
    U8(1, false),
    /** One byte, 0 or 1. */
    BOOL(1, false);

    private final int byteCount;
    private final boolean floating;

    DType(int byteCount, boolean floating) {
        this.byteCount = byteCount;
        this.floating = floating;
    }

    /** Bytes of one element. */
    public int byteCount() {
        return byteCount;
    }

    /** Whether the elements are floating-point numbers. */
    public boolean isFloating() {
        return floating;
    }

    /** The type of this exact name in a file's header, if it is one of these. */
    public static Optional<DType> named(String name) {
        for (DType dtype : values()) {
            if (dtype.name().equals(name)) {
                return Optional.of(dtype);
            }
        }
        return Optional.empty();
    }
}
