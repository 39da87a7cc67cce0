package io.wavemesh.inference.domain;

import io.wavemesh.access.Caller;
import io.wavemesh.contracts.AdapterId;
import io.wavemesh.contracts.RequestId;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Jobs that clients ask about by id. Ended jobs are kept for a while, and at most so many jobs in all: the oldest ended
 * one goes first. Safe for several threads.
 */
public final class JobArchive {
    private final int maxJobs;
    private final Duration retention;
    private final InstantSource clock;
    private final Map<RequestId, GenerationJob> jobs = new LinkedHashMap<>();
    private final Map<RequestId, Instant> ends = new LinkedHashMap<>();

    /** An empty archive; open jobs count, but are dropped with their adapters only. */
    public JobArchive(int maxJobs, Duration retention, InstantSource clock) {
        this.maxJobs = maxJobs;
        this.retention = retention;
        this.clock = clock;
    }

    /** Keeps a job. */
    public void add(GenerationJob job) {
        synchronized (this) {
            jobs.put(job.id(), job);
            purge();
        }
        job.end().thenRun(() -> noteEnd(job));
    }

    /** A job by id; empty if there never was one, it ended too long ago, or it is another's than the caller's. */
    public synchronized Optional<GenerationJob> find(Caller caller, RequestId id) {
        purge();
        return Optional.ofNullable(jobs.get(id))
                .filter(job -> caller.sees(job.requester().client()));
    }

    /** Forgets every job that draws with an adapter, whether it has ended or not. */
    public synchronized void drop(AdapterId adapter) {
        jobs.values().removeIf(job -> job.settings().adapters().stream()
                .anyMatch(weight -> weight.adapterId().equals(adapter)));
        ends.keySet().retainAll(jobs.keySet());
    }

    private synchronized void noteEnd(GenerationJob job) {
        if (jobs.containsKey(job.id())) {
            ends.put(job.id(), clock.instant());
            purge();
        }
    }

    private void purge() {
        Instant horizon = clock.instant().minus(retention);
        for (Iterator<Map.Entry<RequestId, Instant>> oldest = ends.entrySet().iterator(); oldest.hasNext(); ) {
            Map.Entry<RequestId, Instant> entry = oldest.next();
            if (jobs.size() <= maxJobs && entry.getValue().isAfter(horizon)) {
                return;
            }
            oldest.remove();
            jobs.remove(entry.getKey());
        }
    }
}
