package io.wavemesh.store.encryption;

import io.wavemesh.contracts.PermanentException;

/** The subject's key was destroyed: nothing is stored for it any more. */
public final class SubjectErasedException extends PermanentException {
    /** One line that names the subject. */
    public SubjectErasedException(String message) {
        super(message);
    }
}
