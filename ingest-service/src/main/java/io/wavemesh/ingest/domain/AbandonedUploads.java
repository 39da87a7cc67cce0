package io.wavemesh.ingest.domain;

import io.wavemesh.contracts.SubjectId;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Clock;
import java.time.Duration;

/**
 * Removes what uploads without an idempotency key left whose ingest died before their job was sent: nobody can come back to
 * them, and they are in nobody's list. Several replicas may do so at once.
 */
public final class AbandonedUploads {
    private static final Logger LOG = System.getLogger(AbandonedUploads.class.getName());

    private final SubjectStore store;
    private final SubjectStatuses statuses;
    private final Erasures erasures;
    private final Duration age;
    private final Clock clock;

    /** Removes what is older than so; no upload may take as long. */
    public AbandonedUploads(
            SubjectStore store, SubjectStatuses statuses, Erasures erasures, Duration age, Clock clock) {
        this.store = store;
        this.statuses = statuses;
        this.erasures = erasures;
        this.age = age;
        this.clock = clock;
    }

    /**
     * Looks once, when the states of all subjects are known. Throws {@link io.wavemesh.contracts.RetryableException} while the
     * store is away.
     */
    public void sweep() {
        for (SubjectId subject : store.uploadsBegunBefore(clock.instant().minus(age))) {
            if (wasSent(subject)) {
                store.endUpload(subject);
            } else if (!mayHaveBeenSent(subject)) {
                store.discard(subject);
                LOG.log(Level.INFO, "an upload that was never finished is removed, subjectId={0}", subject);
            }
        }
    }

    /** Or will be: a job whose state was told is sent again if it is nowhere. An erasure removes the note itself. */
    private boolean wasSent(SubjectId subject) {
        return store.isSent(subject) || statuses.find(subject).isPresent();
    }

    /** A job is stored before its state is told, and a state may be forgotten where there are too many. */
    private boolean mayHaveBeenSent(SubjectId subject) {
        return erasures.isOrdered(SubjectIdentity.of(subject).job())
                || statuses.isFull() && store.findJob(subject).isPresent();
    }
}
