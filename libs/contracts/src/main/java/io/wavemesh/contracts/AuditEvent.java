package io.wavemesh.contracts;

import java.time.Instant;
import java.util.Locale;

/**
 * What remains of an erasure, for ever: that it was ordered and that it was done. Nothing but names that the mesh made
 * up, so that it says nothing of the subject.
 *
 * @param schemaVersion 1
 * @param action what happened
 * @param subjectId the subject that it happened to
 * @param jobId its job
 * @param at when, by the clock of who tells
 */
public record AuditEvent(int schemaVersion, Action action, SubjectId subjectId, JobId jobId, Instant at)
        implements Message {
    /** What is told. */
    public enum Action {
        /** Somebody asked for it, and it is certain to happen. */
        ERASURE_ORDERED,
        /** Store and topics were searched and emptied twice, the second time after every trainer had stopped. */
        ERASURE_DONE
    }

    /** Throws {@link IllegalArgumentException} if a component is missing. */
    public AuditEvent {
        Checks.schemaVersion(schemaVersion);
        Checks.required("action", action);
        Checks.required("subjectId", subjectId);
        Checks.required("jobId", jobId);
        Checks.required("at", at);
    }

    @Override
    public MessageType type() {
        return MessageType.AUDIT_EVENT;
    }

    @Override
    public String messageKey() {
        return jobId.value();
    }

    @Override
    public String messageId() {
        return jobId.value() + "-" + action.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    @Override
    public Instant messageTime() {
        return at;
    }
}
