package io.wavemesh.messaging;

import io.wavemesh.contracts.PermanentException;

/** A dead letter that cannot go back: it does not say that it came from there, or is too large. */
public final class UnreplayableLetterException extends PermanentException {
    UnreplayableLetterException(String message) {
        super(message);
    }
}
