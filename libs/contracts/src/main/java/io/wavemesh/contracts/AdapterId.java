package io.wavemesh.contracts;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/**
 * Names an adapter: the trained coefficients of one subject.
 *
 * @param value 1 to 64 characters of {@code A-Z a-z 0-9 . _ -}, the first one a letter or digit
 */
public record AdapterId(@JsonValue String value) {
    /** Throws {@link IllegalArgumentException} if the value has another form. */
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public AdapterId {
        Checks.identifier("adapterId", value);
    }

    @Override
    public String toString() {
        return value;
    }
}
