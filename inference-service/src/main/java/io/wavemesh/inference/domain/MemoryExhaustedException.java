package io.wavemesh.inference.domain;

import io.wavemesh.contracts.RetryableException;

/** The device or the machine has too little memory for a run, now. */
public final class MemoryExhaustedException extends RetryableException {
    /** One line, and what the engine said. */
    public MemoryExhaustedException(String message, Throwable cause) {
        super(message, cause);
    }
}
