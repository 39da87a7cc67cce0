package io.wavemesh.ingest.domain;

import io.wavemesh.contracts.AdapterId;
import io.wavemesh.contracts.AuditEvent;
import io.wavemesh.contracts.JobId;
import io.wavemesh.contracts.RetryableException;
import java.time.Clock;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Removes what the store and the topics have of a subject. Each part is tried whatever became of the others, and all of
 * it may be repeated. Safe for threads.
 */
public final class EraseTraces {
    private final SubjectStore store;
    private final TrainingJobPublisher publisher;
    private final Clock clock;

    /** Puts it together. */
    public EraseTraces(SubjectStore store, TrainingJobPublisher publisher, Clock clock) {
        this.store = store;
        this.publisher = publisher;
        this.clock = clock;
    }

    /** What was taken back of one erasure: a withdrawal that is repeated brings the name back to its topic. */
    static final class Withdrawn {
        private final Set<AdapterId> adapters = ConcurrentHashMap.newKeySet();
        private volatile boolean state;
        private volatile boolean ordered;
    }

    /** Removes what is there now; throws {@link RetryableException} if something could not be reached. */
    void sweep(Erasure erasure, Withdrawn withdrawn) {
        Parts parts = new Parts();
        sweep(erasure, withdrawn, parts);
        parts.end();
    }

    /** Removes what came since the first time, and tells that all is done. */
    void finish(Erasure erasure, Withdrawn withdrawn) {
        Parts parts = new Parts();
        sweep(erasure, withdrawn, parts);
        parts.end();
        store.eraseMarks(erasure.job());
        publisher.audit(event(erasure, AuditEvent.Action.ERASURE_DONE));
    }

    /** Takes back what somebody told of a job. */
    void forget(JobId job) {
        publisher.forget(job);
    }

    private void sweep(Erasure erasure, Withdrawn withdrawn, Parts parts) {
        Set<AdapterId> adapters = new HashSet<>(erasure.adapters());
        parts.run(() -> adapters.addAll(store.findAdapters(erasure.job())));
        parts.run(() -> store.erase(erasure.subject(), erasure.job(), adapters));
        adapters.removeAll(withdrawn.adapters);
        parts.run(() -> adapters.forEach(adapter -> {
            publisher.withdraw(adapter);
            withdrawn.adapters.add(adapter);
        }));
        if (!withdrawn.state) {
            parts.run(() -> {
                publisher.forget(erasure.job());
                withdrawn.state = true;
            });
        }
        if (!withdrawn.ordered) {
            parts.run(() -> {
                publisher.audit(event(erasure, AuditEvent.Action.ERASURE_ORDERED));
                withdrawn.ordered = true;
            });
        }
    }

    private AuditEvent event(Erasure erasure, AuditEvent.Action action) {
        return new AuditEvent(1, action, erasure.subject(), erasure.job(), clock.instant());
    }

    /** Runs each part and remembers the first that failed. */
    private static final class Parts {
        private RetryableException failure;

        void run(Runnable part) {
            try {
                part.run();
            } catch (RetryableException e) {
                if (failure == null) {
                    failure = e;
                } else {
                    failure.addSuppressed(e);
                }
            }
        }

        void end() {
            if (failure != null) {
                throw failure;
            }
        }
    }
}
