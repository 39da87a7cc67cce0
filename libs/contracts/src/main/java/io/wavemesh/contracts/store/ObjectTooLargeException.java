package io.wavemesh.contracts.store;

import io.wavemesh.contracts.PermanentException;

/** An object is larger than the caller accepts. */
public final class ObjectTooLargeException extends PermanentException {
    /** One line that names the key. */
    public ObjectTooLargeException(String message) {
        super(message);
    }
}
