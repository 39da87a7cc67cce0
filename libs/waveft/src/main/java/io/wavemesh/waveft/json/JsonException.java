package io.wavemesh.waveft.json;

/** A text that is not the JSON that was expected. The message is one line that can be shown alone. */
public final class JsonException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    /** With a message that says what is wrong and where. */
    public JsonException(String message) {
        super(message);
    }
}
