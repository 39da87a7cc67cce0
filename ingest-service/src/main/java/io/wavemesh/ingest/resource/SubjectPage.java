package io.wavemesh.ingest.resource;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.wavemesh.contracts.TrainingEvent;
import io.wavemesh.ingest.domain.Place;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * A part of the list of subjects.
 *
 * @param subjects newest first
 * @param next the value of {@code after} that brings the next page; absent on the last one
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record SubjectPage(
        @Schema(required = true, description = "Newest first")
        List<SubjectView> subjects,

        @Schema(description = "The value of `after` that brings the next page; absent on the last one")
        String next) {

    /** A page of so many subjects, from one more than that. */
    static SubjectPage of(List<TrainingEvent> oneMore, int limit) {
        List<TrainingEvent> page = oneMore.subList(0, Math.min(limit, oneMore.size()));
        String next = oneMore.size() > limit ? Place.of(page.get(limit - 1)).token() : null;
        return new SubjectPage(page.stream().map(SubjectView::of).toList(), next);
    }
}
