package io.wavemesh.trainer.domain;

import io.wavemesh.contracts.PermanentException;

/** A picture of a job is missing, damaged or not what the job says. */
public final class UnusablePicturesException extends PermanentException {
    /** One line that names the picture. */
    public UnusablePicturesException(String message, Throwable cause) {
        super(message, cause);
    }
}
