package io.wavemesh.contracts.store;

import io.wavemesh.contracts.PermanentException;

/** The key holds other content; objects are written once. */
public final class ObjectConflictException extends PermanentException {
    /** One line that names the key. */
    public ObjectConflictException(String message) {
        super(message);
    }
}
