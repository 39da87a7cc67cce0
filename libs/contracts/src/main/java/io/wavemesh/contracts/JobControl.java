package io.wavemesh.contracts;

import java.time.Instant;
import java.util.Locale;

/**
 * Tells every trainer to end a job. A trainer that has the job stops it within a step; one that gets it later does not
 * start it.
 *
 * @param schemaVersion 1
 * @param jobId which job
 * @param action what to do with it
 * @param at when it was asked for
 */
public record JobControl(int schemaVersion, JobId jobId, Action action, Instant at) implements Message {
    /** What is to be done with a job. */
    public enum Action {
        /** Stop it; the trainer tells so by an event of state CANCELED. */
        CANCEL,
        /**
         * Stop it and delete the checkpoints, the result and the adapter; no event follows. Pictures and the job's
         * status are deleted by who asks.
         */
        ERASE
    }

    /** Throws {@link IllegalArgumentException} if a component is missing. */
    public JobControl {
        Checks.schemaVersion(schemaVersion);
        Checks.required("jobId", jobId);
        Checks.required("action", action);
        Checks.required("at", at);
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
