package io.wavemesh.contracts.store;

import io.wavemesh.contracts.PermanentException;

/** The stored content is not what the reference says. */
public final class ObjectCorruptException extends PermanentException {
    /** One line that names the key. */
    public ObjectCorruptException(String message) {
        super(message);
    }
}
