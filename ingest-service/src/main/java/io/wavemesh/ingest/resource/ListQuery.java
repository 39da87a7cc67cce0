package io.wavemesh.ingest.resource;

import io.wavemesh.ingest.domain.Place;
import io.wavemesh.ingest.domain.Violation;
import java.util.List;
import java.util.Optional;

/**
 * Which part of the list a client wants.
 *
 * @param after the place behind which it begins
 * @param limit most subjects
 */
record ListQuery(Optional<Place> after, int limit) {
    private static final int MAX_LIMIT = 1000;

    static ListQuery parse(String after, String limit, int defaultLimit) {
        Optional<Place> place = Optional.ofNullable(after)
                .map(token -> Place.parse(token).orElseThrow(() -> invalid("after", "is not what `next` said")));
        return new ListQuery(place, limit == null ? defaultLimit : limit(limit));
    }

    private static int limit(String limit) {
        try {
            int value = Integer.parseInt(limit);
            if (value >= 1 && value <= MAX_LIMIT) {
                return value;
            }
        } catch (NumberFormatException e) {
            // as a number out of range
        }
        throw invalid("limit", "must be in 1.." + MAX_LIMIT);
    }

    private static ProblemException invalid(String field, String message) {
        return ProblemException.of(ProblemType.QUERY_INVALID, List.of(new Violation(field, message)));
    }
}
