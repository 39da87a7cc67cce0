package io.wavemesh.contracts;

/** Bytes that are no valid message of the expected kind; the message is one line and shows no content. */
public final class UndecodableMessageException extends PermanentException {
    UndecodableMessageException(String message, Throwable cause) {
        super(message, cause);
    }
}
