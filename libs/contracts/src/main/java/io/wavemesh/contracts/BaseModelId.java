package io.wavemesh.contracts;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/**
 * Names a base model: the SDXL checkpoint that adapters belong to.
 *
 * @param value 1 to 64 characters of {@code A-Z a-z 0-9 . _ -}, the first one a letter or digit
 */
public record BaseModelId(@JsonValue String value) {
    /** Throws {@link IllegalArgumentException} if the value has another form. */
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public BaseModelId {
        Checks.identifier("baseModelId", value);
    }

    @Override
    public String toString() {
        return value;
    }
}
