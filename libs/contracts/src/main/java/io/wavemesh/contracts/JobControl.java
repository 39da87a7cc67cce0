package io.wavemesh.contracts;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Tells every trainer to end a job. A trainer that has the job stops it within a step; one that gets it later does not
 * start it.
 *
 * @param schemaVersion 1
 * @param jobId which job
 * @param action what to do with it
 * @param at when it was asked for
 * @param subjectId of an erasure: whose traces must go
 * @param adapters of an erasure: the job's adapters that were known when it was asked for
 */
public record JobControl(
        int schemaVersion,
        JobId jobId,
        Action action,
        Instant at,
        Optional<SubjectId> subjectId,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) List<AdapterId> adapters)
        implements Message {
    /** What is to be done with a job. */
    public enum Action {
        /** Stop it; the trainer tells so by an event of state CANCELED. */
        CANCEL,
        /**
         * Stop it and delete the checkpoints, the result and the adapter; no event follows. Pictures and the job's
         * status are deleted by who asks, or, if that one dies, by whoever reads this: it is the promise to erase.
         */
        ERASE
    }

    /** Throws {@link IllegalArgumentException} if a component is missing. */
    public JobControl {
        Checks.schemaVersion(schemaVersion);
        Checks.required("jobId", jobId);
        Checks.required("action", action);
        Checks.required("at", at);
        subjectId = Checks.optional(subjectId);
        adapters = adapters == null ? List.of() : Checks.list("adapters", adapters, 0, 1000);
    }

    /** Asks for something that concerns the job alone. */
    public JobControl(int schemaVersion, JobId jobId, Action action, Instant at) {
        this(schemaVersion, jobId, action, at, Optional.empty(), List.of());
    }

    @Override
    public MessageType type() {
        return MessageType.JOB_CONTROL;
    }

    @Override
    public String messageKey() {
        return jobId.value();
    }

    @Override
    public String messageId() {
        return jobId.value() + "-" + action.name().toLowerCase(Locale.ROOT);
    }

    @Override
    public Instant messageTime() {
        return at;
    }
}
