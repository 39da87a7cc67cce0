package io.wavemesh.contracts;

import java.time.Instant;
import java.util.Optional;

/**
 * All that is known of a job at one moment. The topic is compacted by job id, so each event stands alone: the status of
 * every job can be rebuilt from the last event of each. A record without value means that the job is erased. Events
 * are made by {@link JobLife}, which allows only the transitions that exist.
 *
 * @param schemaVersion 1
 * @param jobId the job
 * @param subjectId whose pictures it learns
 * @param owner the client that it belongs to; absent with authentication off
 * @param attempt 0 until a trainer has it, then the delivery count
 * @param sequence counts the events of one attempt from 0
 * @param state where the job is in its life
 * @param phase while it runs, what is being done; afterwards what was done last
 * @param step optimizer steps done
 * @param steps optimizer steps in all; 0 while unknown
 * @param loss of the last step
 * @param secondsLeft estimate for the rest of the job
 * @param adapterId the adapter, once it succeeded
 * @param fault why it failed, or why it waits for another attempt
 * @param subject what the subject is
 * @param createdAt when the job was asked for
 * @param at when this was so
 */
public record TrainingEvent(
        int schemaVersion,
        JobId jobId,
        SubjectId subjectId,
        Optional<ClientId> owner,
        int attempt,
        long sequence,
        JobState state,
        Optional<JobPhase> phase,
        int step,
        int steps,
        Optional<Double> loss,
        Optional<Double> secondsLeft,
        Optional<AdapterId> adapterId,
        Optional<Fault> fault,
        SubjectSummary subject,
        Instant createdAt,
        Instant at)
        implements Message {
    /** Throws {@link IllegalArgumentException} if a component is missing, out of its range or contradicts the state. */
    public TrainingEvent {
        Checks.schemaVersion(schemaVersion);
        Checks.required("jobId", jobId);
        Checks.required("subjectId", subjectId);
        owner = Checks.optional(owner);
        Checks.range("attempt", attempt, 0, Integer.MAX_VALUE);
        Checks.range("sequence", sequence, 0, Long.MAX_VALUE);
        Checks.required("state", state);
        phase = Checks.optional(phase);
        Checks.range("steps", steps, 0, 10_000_000);
        Checks.range("step", step, 0, steps);
        loss = Checks.optional(loss);
        secondsLeft = Checks.optional(secondsLeft);
        adapterId = Checks.optional(adapterId);
        fault = Checks.optional(fault);
        if ((state == JobState.RUNNING) && phase.isEmpty()) {
            throw new IllegalArgumentException("phase is missing in state RUNNING");
        }
        if ((state == JobState.SUCCEEDED) != adapterId.isPresent()) {
            throw new IllegalArgumentException(
                    "adapterId must be there if and only if state is SUCCEEDED, was " + state);
        }
        if (state == JobState.FAILED && fault.isEmpty()) {
            throw new IllegalArgumentException("fault is missing in state FAILED");
        }
        Checks.required("subject", subject);
        Checks.required("createdAt", createdAt);
        Checks.required("at", at);
    }

    /**
     * Whether this event tells something newer than another one of the same job. What nothing can follow is newer than all
     * else: a worker that lost the job may tell of it later, and may have a higher attempt.
     */
    public boolean isAfter(TrainingEvent other) {
        if (state.isDecided() != other.state.isDecided()) {
            return state.isDecided();
        }
        return attempt != other.attempt ? attempt > other.attempt : sequence > other.sequence;
    }

    @Override
    public MessageType type() {
        return MessageType.TRAINING_EVENT;
    }

    @Override
    public String messageKey() {
        return jobId.value();
    }

    @Override
    public String messageId() {
        return jobId.value() + "-" + attempt + "-" + sequence;
    }

    @Override
    public Instant messageTime() {
        return at;
    }
}
