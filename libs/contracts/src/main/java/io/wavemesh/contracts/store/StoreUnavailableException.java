package io.wavemesh.contracts.store;

import io.wavemesh.contracts.RetryableException;

/** The object store can't be reached or written to. */
public final class StoreUnavailableException extends RetryableException {
    /** One line that names the key. */
    public StoreUnavailableException(String message, Throwable cause) {
        super(message, cause);
    }
}
