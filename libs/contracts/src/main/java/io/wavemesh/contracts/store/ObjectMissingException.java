package io.wavemesh.contracts.store;

import io.wavemesh.contracts.PermanentException;

/** There is no object of that key. */
public final class ObjectMissingException extends PermanentException {
    /** One line that names the key. */
    public ObjectMissingException(String message) {
        super(message);
    }
}
