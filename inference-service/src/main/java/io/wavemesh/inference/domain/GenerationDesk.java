package io.wavemesh.inference.domain;

import io.wavemesh.contracts.RequestId;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Takes jobs in: queues them, watches their time, and clears up behind them. Safe for several threads. */
public final class GenerationDesk {
    private final GenerationQueue queue;
    private final Duration timeLimit;
    private final ScheduledExecutorService timer;
    private final GenerationMeters meters;
    private final InstantSource clock;
    private final JobTrace.Source traces;
    private final Set<GenerationJob> open = ConcurrentHashMap.newKeySet();

    /** A desk whose jobs nobody follows. */
    public GenerationDesk(
            GenerationQueue queue,
            Duration timeLimit,
            ScheduledExecutorService timer,
            GenerationMeters meters,
            InstantSource clock) {
        this(queue, timeLimit, timer, meters, clock, JobTrace.Source.NONE);
    }

    /**
     * A desk before a queue.
     *
     * @param timeLimit longest time from acceptance to the last image
     * @param timer runs the time limits; stays the caller's
     * @param traces follow the jobs
     */
    public GenerationDesk(
            GenerationQueue queue,
            Duration timeLimit,
            ScheduledExecutorService timer,
            GenerationMeters meters,
            InstantSource clock,
            JobTrace.Source traces) {
        this.queue = queue;
        this.timeLimit = timeLimit;
        this.timer = timer;
        this.meters = meters;
        this.clock = clock;
        this.traces = traces;
    }

    /** Queues a job with these settings; a message always finds a place. */
    public Submission submit(GenerationSettings settings, Delivery delivery, Requester requester) {
        RequestId id = new RequestId(UUID.randomUUID().toString());
        GenerationJob job = new GenerationJob(id, settings, delivery, requester, clock, traces.begin(id, settings));
        return switch (queue.offer(job)) {
            case ACCEPTED -> accepted(job);
            case FULL -> full(settings.count());
            case CLOSED -> new Submission.Stopping();
        };
    }

    /** Refuses further jobs; those in hand go on. */
    public void close() {
        queue.close();
    }

    /** Ends every job in hand, since the service stops. */
    public void abandon() {
        open.forEach(job -> job.fail(FailureKind.SHUTTING_DOWN, "the service stopped before the images were finished"));
    }

    private Submission accepted(GenerationJob job) {
        open.add(job);
        Future<?> limit = timer.schedule(() -> expire(job), timeLimit.toMillis(), TimeUnit.MILLISECONDS);
        job.end().thenAccept(end -> {
            limit.cancel(false);
            open.remove(job);
            queue.remove(job);
            job.trace().end(end);
            meters.ended(end, job.settings().count());
        });
        return new Submission.Accepted(job);
    }

    private Submission full(int images) {
        meters.refused(images);
        return new Submission.Full(queue.expectedWait());
    }

    private void expire(GenerationJob job) {
        job.fail(FailureKind.TIMED_OUT, "not finished within " + timeLimit.toSeconds() + " seconds");
    }
}
