package io.wavemesh.inference.domain;

import io.wavemesh.contracts.PermanentException;

/** An adapter's files can't be used with the base model. */
public final class AdapterInvalidException extends PermanentException {
    /** One line that names the fault. */
    public AdapterInvalidException(String message, Throwable cause) {
        super(message, cause);
    }

    /** One line that names the fault. */
    public AdapterInvalidException(String message) {
        super(message);
    }
}
