package io.wavemesh.messaging;

import io.wavemesh.contracts.PermanentException;

/** A dead letter does not say that it came from the topic it would have to go back to. */
public final class UnreplayableLetterException extends PermanentException {
    UnreplayableLetterException(String message) {
        super(message);
    }
}
