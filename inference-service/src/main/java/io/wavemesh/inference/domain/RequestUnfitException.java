package io.wavemesh.inference.domain;

import io.wavemesh.contracts.PermanentException;

/** The engine can't draw with such settings, though each of them alone is allowed. */
public final class RequestUnfitException extends PermanentException {
    /** One line for the client, and what the engine said. */
    public RequestUnfitException(String message, Throwable cause) {
        super(message, cause);
    }
}
