package io.wavemesh.contracts.store;

import io.wavemesh.contracts.RetryableException;

/** The object store can't be reached or written to. */
public class StoreUnavailableException extends RetryableException {
    /** One line that says what failed, and why. */
    public StoreUnavailableException(String message, Throwable cause) {
        super(message, cause);
    }
}
