package io.wavemesh.inference.domain;

/** An adapter's values as the engine takes them; immutable, and only for the engine that prepared it. */
public interface PreparedAdapter {
    /** Memory that the values hold. */
    long byteCount();
}
