package io.wavemesh.waveft.safetensors;

import io.wavemesh.waveft.OneLine;

/** A safetensors file that cannot be used. The message is one line, names the file and can be shown alone. */
public final class SafetensorsException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    /** With a message that names file, tensor and fault. */
    public SafetensorsException(String message) {
        super(OneLine.of(message));
    }

    /** With the fault below it. */
    public SafetensorsException(String message, Throwable cause) {
        super(OneLine.of(message), cause);
    }
}
