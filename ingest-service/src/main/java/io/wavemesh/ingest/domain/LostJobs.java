package io.wavemesh.ingest.domain;

import io.wavemesh.contracts.JobId;
import io.wavemesh.contracts.RetryableException;
import io.wavemesh.contracts.TrainingEvent;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.LongSupplier;

/**
 * Looks for jobs that nobody works on any more although they are not over, and hands them to the trainers again: the
 * brokers gave up their records, since too many trainers died with them. A job counts as lost if nothing was told of it
 * for a time and it was missing from the queue in two looks. That may be wrong, or two may do it at once: then a job is
 * delivered once more than needed, which changes nothing. Where that does not help either, as with trainers that do not
 * understand the record, each further look takes twice as long, up to an hour. Also repeats states that a loser's late event has displaced
 * from the compacted topic. One thread at a time.
 */
public final class LostJobs {
    private static final Duration LONGEST = Duration.ofHours(1);
    private static final System.Logger LOG = System.getLogger(LostJobs.class.getName());

    private final SubjectStatuses statuses;
    private final SubjectStore store;
    private final TrainingJobPublisher publisher;
    private final JobQueue queue;
    private final Duration silence;
    private final LongSupplier nanoTime;
    private Map<JobId, Silent> silent = new HashMap<>();
    private Set<JobId> missed = Set.of();

    /**
     * The last that was told of a job.
     *
     * @param since nanoseconds of this process's own clock
     * @param patience nanoseconds from then until the job is looked for
     */
    private record Silent(TrainingEvent event, long since, long patience) {
        boolean isSuspect(long now) {
            return now - since >= patience;
        }

        Silent sentAgain(long now) {
            return new Silent(event, now, Math.max(patience, Math.min(2 * patience, LONGEST.toNanos())));
        }
    }

    /**
     * Puts the use case together.
     *
     * @param silence how long nothing is told of a job until it is looked for
     * @param nanoTime as {@link System#nanoTime}
     */
    public LostJobs(
            SubjectStatuses statuses,
            SubjectStore store,
            TrainingJobPublisher publisher,
            JobQueue queue,
            Duration silence,
            LongSupplier nanoTime) {
        this.statuses = statuses;
        this.store = store;
        this.publisher = publisher;
        this.queue = queue;
        this.silence = silence;
        this.nanoTime = nanoTime;
    }

    /** Looks once. Throws {@link RetryableException} while brokers or store are away: the next look does what is left. */
    public void look() {
        statuses.displaced().forEach(publisher::event);
        Map<JobId, TrainingEvent> suspects = suspects();
        Set<JobId> missing = suspects.isEmpty() ? Set.of() : queue.missing(suspects.keySet());
        for (JobId job : missing) {
            if (missed.contains(job)) {
                sendAgain(suspects.get(job));
            }
        }
        Set<JobId> again = new HashSet<>(missing);
        again.removeAll(missed);
        missed = again;
    }

    private Map<JobId, TrainingEvent> suspects() {
        long now = nanoTime.getAsLong();
        Map<JobId, Silent> next = new HashMap<>();
        Map<JobId, TrainingEvent> suspects = new HashMap<>();
        List<TrainingEvent> open = statuses.open();
        for (TrainingEvent event : open) {
            Silent before = silent.get(event.jobId());
            Silent here =
                    before != null && before.event.equals(event) ? before : new Silent(event, now, silence.toNanos());
            next.put(event.jobId(), here);
            if (here.isSuspect(now)) {
                suspects.put(event.jobId(), event);
            }
        }
        silent = next;
        return suspects;
    }

    private void sendAgain(TrainingEvent event) {
        boolean unchanged =
                statuses.find(event.subjectId()).filter(event::equals).isPresent();
        if (!unchanged) {
            return;
        }
        store.findOrder(event.subjectId())
                .filter(order -> order.jobId().equals(event.jobId()))
                .ifPresent(order -> {
                    queue.sendAgain(order, event.attempt());
                    silent.computeIfPresent(event.jobId(), (id, before) -> before.sentAgain(nanoTime.getAsLong()));
                    LOG.log(System.Logger.Level.WARNING, "job was lost and is sent again, jobId={0}", event.jobId());
                });
    }
}
