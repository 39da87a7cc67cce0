package io.wavemesh.access;

/** A key file that can't be used; the message says which file, which line and why, and shows no hash and no key. */
public final class KeyFileException extends Exception {
    private static final long serialVersionUID = 1;

    KeyFileException(String message) {
        super(message);
    }
}
