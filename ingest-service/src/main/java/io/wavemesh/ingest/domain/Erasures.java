package io.wavemesh.ingest.domain;

import io.wavemesh.access.Caller;
import io.wavemesh.contracts.JobId;
import io.wavemesh.contracts.RetryableException;
import io.wavemesh.contracts.TrainingEvent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongSupplier;

/**
 * Every erasure that was ever ordered, and what is still to be done for it: first everything that is there now, then,
 * when every trainer has stopped, whatever was written meanwhile. Orders and ends come from the topics, so any replica
 * goes on where another one died. Measures time by a clock that nobody sets. Safe for threads.
 */
public final class Erasures {
    private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
    private static final int MAX_DOUBLINGS = 6;

    private final EraseTraces traces;
    private final SubjectStatuses statuses;
    private final Times times;
    private final LongSupplier nanoTime;
    private final Map<JobId, Open> open = new HashMap<>();
    private final Set<JobId> done = new HashSet<>();
    private final Set<JobId> late = new HashSet<>();

    /**
     * When things are done.
     *
     * @param takeover how long an order is left to the request, or the replica, that brought it
     * @param settle how long after the order the traces are searched for the last time: longer than a trainer takes to
     *     stop
     */
    public record Times(Duration takeover, Duration settle) {}

    private static final class Open {
        private final Erasure erasure;
        private final long settled;
        private final EraseTraces.Withdrawn withdrawn = new EraseTraces.Withdrawn();
        private volatile Optional<Owner> owner = Optional.empty();
        private long due;
        private boolean swept;
        private int failures;

        Open(Erasure erasure, long due, long settled) {
            this.erasure = erasure;
            this.due = due;
            this.settled = settled;
        }
    }

    /** Knows of no erasure; the clock gives nanoseconds of any origin. */
    public Erasures(EraseTraces traces, SubjectStatuses statuses, Times times, LongSupplier nanoTime) {
        this.traces = traces;
        this.statuses = statuses;
        this.times = times;
        this.nanoTime = nanoTime;
    }

    /** Whether the erasure of a job was ordered. */
    public synchronized boolean isOrdered(JobId job) {
        return done.contains(job) || open.containsKey(job);
    }

    /**
     * Whether an erasure that is not over concerns a subject of the caller. Only admins are told so where it isn't known
     * any more whose the subject was, since this process began after the order.
     */
    boolean isOf(Caller caller, JobId job) {
        return find(job)
                .filter(entry -> caller.seesEverything()
                        || entry.owner
                                .filter(owner -> caller.sees(owner.client()))
                                .isPresent())
                .isPresent();
    }

    /** An order that is safe on its topic; from now on nobody is told of the subject. */
    public void order(Erasure erasure) {
        order(
                erasure,
                statuses.find(erasure.subject()).map(TrainingEvent::owner).map(Owner::new));
    }

    /** An order of which it is known whose subject it concerns. */
    void order(Erasure erasure, Owner owner) {
        order(erasure, Optional.of(owner));
    }

    private void order(Erasure erasure, Optional<Owner> owner) {
        boolean over;
        synchronized (this) {
            over = done.contains(erasure.job());
            if (!over) {
                long now = nanoTime.getAsLong();
                Open entry = open.computeIfAbsent(
                        erasure.job(),
                        job -> new Open(
                                erasure,
                                now + times.takeover().toNanos(),
                                now + times.settle().toNanos()));
                entry.owner = entry.owner.or(() -> owner);
            }
        }
        if (statuses.erase(erasure.job()) && over) {
            forgetSoon(erasure.job());
        }
    }

    /** Something of an erased subject was stored after all: all of it is done again. */
    public void again(Erasure erasure) {
        synchronized (this) {
            done.remove(erasure.job());
            open.remove(erasure.job());
        }
        order(erasure);
        sweep(erasure.job());
    }

    /** An erasure is over, here or on another replica. */
    public void over(JobId job) {
        synchronized (this) {
            open.remove(job);
            done.add(job);
        }
        if (statuses.erase(job)) {
            forgetSoon(job);
        }
    }

    /** Somebody told a state of an erased job; it is taken back. */
    public synchronized void forgetSoon(JobId job) {
        late.add(job);
    }

    /** Number of erasures that are not over. */
    public synchronized int openCount() {
        return open.size();
    }

    /** Erases now what is there of an ordered subject; says whether nothing kept it from that. */
    ErasureOutcome sweep(JobId job) {
        return find(job).map(this::attempt).orElse(true) ? ErasureOutcome.DONE : ErasureOutcome.PROMISED;
    }

    /** Does what is due. */
    public void work() {
        dueNow().forEach(this::attempt);
        for (JobId job : lateNow()) {
            try {
                traces.forget(job);
                forgotten(job);
            } catch (RetryableException e) {
                return;
            }
        }
    }

    private boolean attempt(Open entry) {
        boolean last = isSettled(entry);
        try {
            if (last) {
                traces.finish(entry.erasure, entry.withdrawn);
                over(entry.erasure.job());
            } else {
                traces.sweep(entry.erasure, entry.withdrawn);
                swept(entry);
            }
            return true;
        } catch (RetryableException e) {
            System.getLogger(Erasures.class.getName())
                    .log(
                            System.Logger.Level.WARNING,
                            "erasure goes on later, jobId={0}, cause={1}",
                            entry.erasure.job(),
                            e.getMessage());
            postpone(entry);
            return false;
        }
    }

    private synchronized Optional<Open> find(JobId job) {
        return Optional.ofNullable(open.get(job));
    }

    private synchronized boolean isSettled(Open entry) {
        return entry.swept && nanoTime.getAsLong() - entry.settled >= 0;
    }

    private synchronized void swept(Open entry) {
        entry.swept = true;
        entry.failures = 0;
        entry.due = entry.settled;
    }

    private synchronized void postpone(Open entry) {
        long pause = FIRST_PAUSE.toNanos() << Math.min(entry.failures++, MAX_DOUBLINGS);
        entry.due = nanoTime.getAsLong() + pause;
    }

    private synchronized List<Open> dueNow() {
        long now = nanoTime.getAsLong();
        return open.values().stream().filter(entry -> now - entry.due >= 0).toList();
    }

    private synchronized List<JobId> lateNow() {
        return new ArrayList<>(late);
    }

    private synchronized void forgotten(JobId job) {
        late.remove(job);
    }
}
