package io.wavemesh.ingest.domain;

import io.wavemesh.access.Caller;
import io.wavemesh.contracts.AdapterId;
import io.wavemesh.contracts.JobControl;
import io.wavemesh.contracts.JobId;
import io.wavemesh.contracts.RetryableException;
import io.wavemesh.contracts.SubjectId;
import io.wavemesh.contracts.TrainingEvent;
import io.wavemesh.contracts.TrainingJob;
import java.time.Clock;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;

/**
 * Removes every trace of a subject: training, adapter, pictures, images, status. The order is safe with Kafka before the
 * client hears of it; what cannot be done at once is done later, here or on another replica. Safe for threads.
 */
public final class EraseSubject {
    private final SubjectStore store;
    private final TrainingJobPublisher publisher;
    private final SubjectStatuses statuses;
    private final Erasures erasures;
    private final Clock clock;
    private final Executor executor;
    private final Duration patience;

    /** Puts the use case together; the executor is the caller's, and may refuse work; the patience is how long a client waits. */
    public EraseSubject(
            SubjectStore store,
            TrainingJobPublisher publisher,
            SubjectStatuses statuses,
            Erasures erasures,
            Clock clock,
            Executor executor,
            Duration patience) {
        this.store = store;
        this.publisher = publisher;
        this.statuses = statuses;
        this.erasures = erasures;
        this.clock = clock;
        this.executor = executor;
        this.patience = patience;
    }

    /**
     * Erases a subject of the caller if there is one; doing it again, or to another's, changes nothing. What is another's is
     * answered as what is not there, ordered or not. Throws {@link RetryableException} if the order could not be made safe:
     * then nothing is promised.
     */
    public ErasureOutcome erase(Caller caller, SubjectId subject) {
        Optional<TrainingEvent> status = statuses.find(subject);
        JobId job = status.map(TrainingEvent::jobId)
                .orElseGet(() -> SubjectIdentity.of(subject).job());
        if (erasures.isOrdered(job)) {
            return erasures.isOf(caller, job) ? sweep(job) : nothing(subject);
        }
        Optional<Owner> owner = owner(subject, status);
        if (owner.filter(known -> caller.sees(known.client())).isEmpty()) {
            return nothing(subject);
        }
        order(new Erasure(subject, job, adapters(job, status)), owner.get());
        return sweep(job);
    }

    /** Asks the store as for what is not there: who may not know of a subject can't tell by an answer that fails, either. */
    private ErasureOutcome nothing(SubjectId subject) {
        store.isKnown(subject);
        return ErasureOutcome.DONE;
    }

    private Optional<Owner> owner(SubjectId subject, Optional<TrainingEvent> status) {
        if (status.isPresent()) {
            return status.map(TrainingEvent::owner).map(Owner::new);
        }
        return store.isKnown(subject)
                ? Optional.of(new Owner(store.findJob(subject).flatMap(TrainingJob::owner)))
                : Optional.empty();
    }

    private ErasureOutcome sweep(JobId job) {
        try {
            return CompletableFuture.supplyAsync(() -> erasures.sweep(job), executor)
                    .completeOnTimeout(ErasureOutcome.PROMISED, patience.toMillis(), TimeUnit.MILLISECONDS)
                    .join();
        } catch (RejectedExecutionException e) {
            // Many at once, or the service ends: what is ordered is done later.
            return ErasureOutcome.PROMISED;
        }
    }

    private void order(Erasure erasure, Owner owner) {
        publisher.control(new JobControl(
                1,
                erasure.job(),
                JobControl.Action.ERASE,
                clock.instant(),
                Optional.of(erasure.subject()),
                List.copyOf(erasure.adapters())));
        erasures.order(erasure, owner);
    }

    private Set<AdapterId> adapters(JobId job, Optional<TrainingEvent> status) {
        Set<AdapterId> known = new HashSet<>();
        status.flatMap(TrainingEvent::adapterId).ifPresent(known::add);
        try {
            known.addAll(store.findAdapters(job));
        } catch (RetryableException e) {
            // The order does not wait for the store: it is asked again when the traces are erased.
            return known;
        }
        return known;
    }
}
