package io.wavemesh.trainer.domain;

import io.wavemesh.contracts.PermanentException;

/** Nobody knows any more what a job was: its subject was erased, or the store has lost it. */
public final class JobGoneException extends PermanentException {
    private static final long serialVersionUID = 1;

    /** One line that says what is missing. */
    public JobGoneException(String message, Throwable cause) {
        super(message, cause);
    }
}
