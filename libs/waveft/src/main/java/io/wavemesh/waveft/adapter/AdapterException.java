package io.wavemesh.waveft.adapter;

import io.wavemesh.waveft.OneLine;

/** An adapter that cannot be used. The message is one line, names file and key, and can be shown alone. */
public final class AdapterException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    /** With a message that names file, key and fault. */
    public AdapterException(String message) {
        super(OneLine.of(message));
    }

    /** With the fault below it. */
    public AdapterException(String message, Throwable cause) {
        super(OneLine.of(message), cause);
    }
}
