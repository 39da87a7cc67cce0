package io.wavemesh.inference.domain;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Who goes next among jobs that wait. Requesters take turns by the work that they ask for: a job may start, in virtual
 * time, when its requester's earlier work would be done if all had equal shares of the engine (start-time fair queueing,
 * Goyal, Vin and Cheng 1996). So that nobody who came early is passed over for long, each job has a latest turn. Not safe
 * for several threads.
 */
final class FairOrder {
    /** A job, its virtual start, and the number of its latest turn. */
    private record Waiting(GenerationJob job, long start, long latest) {}

    private final int patience;
    private final List<Waiting> waiting = new ArrayList<>();
    private final Map<Requester, Long> finishes = new HashMap<>();
    private final Map<Requester, Integer> counts = new HashMap<>();
    private int calls;
    private long work;
    private double inverseWork;
    private long virtualTime;
    private long taken;

    /**
     * Nobody waits.
     *
     * @param patience at least as many jobs as ever wait; so many of equal work go first at most, itself included
     */
    FairOrder(int patience) {
        this.patience = patience;
    }

    /** Puts a job in its place. Those that are under way, beyond one, count among the others that go first. */
    void add(GenerationJob job, int underWay) {
        Requester lane = job.requester().lane();
        long start = Math.max(virtualTime, finishes.getOrDefault(lane, 0L));
        finishes.put(lane, start + job.settings().work());
        count(job, 1);
        waiting.add(new Waiting(job, start, taken + patience(job) - underWay));
    }

    /** Larger jobs wait for longer in fair order: for as many others as are done while so many of its own size are. */
    private long patience(GenerationJob job) {
        double others = job.settings().work() * inverseWork / (waiting.size() + 1);
        return Math.round(patience * Math.max(1, others));
    }

    private void count(GenerationJob job, int sign) {
        counts.merge(job.requester(), sign, (a, b) -> a + b == 0 ? null : a + b);
        calls += job.requester().channel() == Requester.Channel.CALL ? sign : 0;
        work += sign * job.settings().work();
        inverseWork =
                work == 0 ? 0 : inverseWork + sign / (double) job.settings().work();
    }

    /** Takes out the next job; empty if nobody waits. */
    Optional<GenerationJob> next() {
        if (waiting.isEmpty()) {
            return Optional.empty();
        }
        virtualTime = Math.max(
                virtualTime, waiting.stream().mapToLong(Waiting::start).min().getAsLong());
        finishes.values().removeIf(finish -> finish <= virtualTime);
        return next(job -> true);
    }

    /** Takes out the next job of those wanted, ahead of others; empty if there is none that may go now. */
    Optional<GenerationJob> next(Predicate<GenerationJob> wanted) {
        long horizon = horizon();
        Waiting best = null;
        for (Waiting candidate : waiting) {
            if (candidate.latest <= horizon
                    && (best == null || candidate.start < best.start)
                    && wanted.test(candidate.job)) {
                best = candidate;
            }
        }
        if (best == null) {
            return Optional.empty();
        }
        remove(best.job);
        taken++;
        return Optional.of(best.job);
    }

    /** The latest turn among those that must go now, since as many jobs as turns are left until then; else no limit. */
    private long horizon() {
        long[] latest = waiting.stream().mapToLong(Waiting::latest).sorted().toArray();
        for (int i = 0; i < latest.length; i++) {
            if (latest[i] - taken <= i + 1) {
                return latest[i];
            }
        }
        return Long.MAX_VALUE;
    }

    /** Takes a job out, if it waits; what came before is forgotten when nobody waits. */
    void remove(GenerationJob job) {
        if (waiting.removeIf(w -> w.job == job)) {
            count(job, -1);
        }
        if (waiting.isEmpty()) {
            finishes.clear();
        }
    }

    /** Number of jobs of a requester that wait. */
    int count(Requester requester) {
        return counts.getOrDefault(requester, 0);
    }

    /** Number of requesters that are remembered, waiting or not. */
    int lanes() {
        return finishes.size();
    }

    /** Number of calls that wait. */
    int calls() {
        return calls;
    }

    /** Sum of the work that waits. */
    long work() {
        return work;
    }

    /** The jobs that wait, oldest first. */
    List<GenerationJob> jobs() {
        return waiting.stream().map(Waiting::job).toList();
    }

    /** Number of jobs that wait. */
    int size() {
        return waiting.size();
    }
}
