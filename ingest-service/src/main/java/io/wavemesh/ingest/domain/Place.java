package io.wavemesh.ingest.domain;

import io.wavemesh.contracts.SubjectId;
import io.wavemesh.contracts.TrainingEvent;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Optional;

/**
 * Where a subject stands in the list; stays valid when the subject is gone.
 *
 * @param createdAt when its job was asked for
 * @param subject which subject
 */
public record Place(Instant createdAt, SubjectId subject) {
    private static final String SEPARATOR = "_";

    /** The place of a subject. */
    public static Place of(TrainingEvent event) {
        return new Place(event.createdAt(), event.subjectId());
    }

    /** Reads what {@link #token} wrote; empty if it is something else. */
    public static Optional<Place> parse(String token) {
        int separator = token.indexOf(SEPARATOR);
        if (separator < 0) {
            return Optional.empty();
        }
        try {
            return Optional.of(new Place(
                    Instant.parse(token.substring(0, separator)), new SubjectId(token.substring(separator + 1))));
        } catch (DateTimeException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** A word for URLs. */
    public String token() {
        return createdAt + SEPARATOR + subject;
    }
}
