package io.wavemesh.inference.domain;

import io.wavemesh.contracts.RequestId;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/**
 * A request for images on its way through the queue. Whoever ends it first decides its end; later attempts change
 * nothing. Safe for several threads.
 */
public final class GenerationJob {
    private final RequestId id;
    private final GenerationSettings settings;
    private final Delivery delivery;
    private final Requester requester;
    private final InstantSource clock;
    private final JobTrace trace;
    private final Instant createdAt;
    private final CompletableFuture<JobState.Ended> end = new CompletableFuture<>();
    private JobState state;

    /** A queued job. */
    public GenerationJob(
            RequestId id,
            GenerationSettings settings,
            Delivery delivery,
            Requester requester,
            InstantSource clock,
            JobTrace trace) {
        this.id = id;
        this.settings = settings;
        this.delivery = delivery;
        this.requester = requester;
        this.clock = clock;
        this.trace = trace;
        this.createdAt = clock.instant();
        this.state = new JobState.Queued(createdAt);
    }

    /** Its name. */
    public RequestId id() {
        return id;
    }

    /** What to draw. */
    public GenerationSettings settings() {
        return settings;
    }

    /** How the images reach the client. */
    public Delivery delivery() {
        return delivery;
    }

    /** Who asks for them. */
    public Requester requester() {
        return requester;
    }

    /** Who follows it. */
    JobTrace trace() {
        return trace;
    }

    /** When it was accepted. */
    public Instant createdAt() {
        return createdAt;
    }

    /** Where it is now. */
    public synchronized JobState state() {
        return state;
    }

    /** Completes with the job's end, on the thread that ends it; never exceptionally. */
    public CompletionStage<JobState.Ended> end() {
        return end.minimalCompletionStage();
    }

    /** Whether it is over. */
    public boolean isEnded() {
        return state() instanceof JobState.Ended;
    }

    /** The engine takes it; says whether it still waited. */
    boolean start(int steps) {
        synchronized (this) {
            if (!(state instanceof JobState.Queued queued)) {
                return false;
            }
            state = queued.start(steps, clock.instant());
            return true;
        }
    }

    /** Some steps are done. */
    synchronized void advance(int step) {
        if (state instanceof JobState.Running running) {
            state = running.advance(step);
        }
    }

    /** The images are there; says whether the job still ran. */
    boolean finish(List<GeneratedImage> images) {
        JobState.Finished finished;
        synchronized (this) {
            if (!(state instanceof JobState.Running running)) {
                return false;
            }
            finished = running.finish(images, clock.instant());
            state = finished;
        }
        return end.complete(finished);
    }

    /** Ends it without images; says whether it was open. */
    boolean fail(FailureKind kind, String detail) {
        return close(open -> open.fail(kind, detail, clock.instant()));
    }

    /** Ends it because nobody waits for it; says whether it was open. */
    public boolean cancel() {
        return close(open -> open.cancel(clock.instant()));
    }

    private boolean close(Function<JobState.Open, JobState.Ended> transition) {
        JobState.Ended ended;
        synchronized (this) {
            if (!(state instanceof JobState.Open open)) {
                return false;
            }
            ended = transition.apply(open);
            state = ended;
        }
        return end.complete(ended);
    }

    /** Id and state, without the prompts. */
    @Override
    public String toString() {
        return "GenerationJob[" + id + ", " + state().phase() + "]";
    }
}
