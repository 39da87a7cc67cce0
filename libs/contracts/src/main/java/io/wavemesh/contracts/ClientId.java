package io.wavemesh.contracts;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/**
 * Names a client: whoever sends pictures and asks for images, and owns what comes of them.
 *
 * @param value 1 to 64 characters of {@code A-Z a-z 0-9 . _ -}, the first one a letter or digit
 */
public record ClientId(@JsonValue String value) {
    /** Throws {@link IllegalArgumentException} if the value has another form. */
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public ClientId {
        Checks.identifier("clientId", value);
    }

    @Override
    public String toString() {
        return value;
    }
}
