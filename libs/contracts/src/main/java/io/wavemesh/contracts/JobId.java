package io.wavemesh.contracts;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/**
 * Names a training job.
 *
 * @param value 1 to 64 characters of {@code A-Z a-z 0-9 . _ -}, the first one a letter or digit
 */
public record JobId(@JsonValue String value) {
    /** Throws {@link IllegalArgumentException} if the value has another form. */
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public JobId {
        Checks.identifier("jobId", value);
    }

    @Override
    public String toString() {
        return value;
    }
}
