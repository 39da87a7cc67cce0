package io.wavemesh.inference.domain;

import io.wavemesh.contracts.AdapterId;
import io.wavemesh.contracts.Fault;
import io.wavemesh.contracts.GenerationRequest;
import io.wavemesh.contracts.GenerationResult;
import io.wavemesh.contracts.ObjectRef;
import io.wavemesh.contracts.RequestId;
import io.wavemesh.contracts.RetryableException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Answers requests that come as messages: images, then the result, are kept under the request's name, then the result is
 * told. What is there already is told again and not drawn. Safe for several threads, each with its own request.
 */
public final class AnswerRequest {
    private static final Duration PAUSE = Duration.ofMillis(200);

    private final GenerationGate gate;
    private final GenerationDesk desk;
    private final AdapterRegistry registry;
    private final ResultStore store;
    private final ResultPublisher publisher;
    private final RequestMeters meters;
    private final InstantSource clock;

    /** Draws through the desk that clients' requests pass too. */
    public AnswerRequest(
            GenerationGate gate,
            GenerationDesk desk,
            AdapterRegistry registry,
            ResultStore store,
            ResultPublisher publisher,
            RequestMeters meters,
            InstantSource clock) {
        this.gate = gate;
        this.desk = desk;
        this.registry = registry;
        this.store = store;
        this.publisher = publisher;
        this.meters = meters;
        this.clock = clock;
    }

    /**
     * Works on a request until it is answered or must wait. The last attempt stays with it while store or brokers are
     * away, and answers FAILED where only time could have helped.
     */
    public RequestOutcome answer(GenerationRequest request, boolean lastAttempt, RequestStop stop) {
        meters.taken();
        try {
            RequestOutcome outcome = untilReachable(new Attempt(request, lastAttempt, stop));
            if (outcome instanceof RequestOutcome.Postponed) {
                meters.postponed();
            }
            return outcome;
        } finally {
            meters.released();
        }
    }

    /** Tells that a request was tried too often, unless it has a result. */
    public void giveUp(RequestId request, int attempts) {
        fail(request, RequestFaults.exhausted(attempts), Duration.ZERO);
    }

    private RequestOutcome untilReachable(Attempt attempt) {
        while (true) {
            try {
                return attempt.run();
            } catch (RetryableException e) {
                if (!attempt.last || !attempt.stop.pause(PAUSE)) {
                    return new RequestOutcome.Postponed(e.getMessage());
                }
            }
        }
    }

    private RequestOutcome fail(RequestId request, Fault fault, Duration run) {
        return tell(new GenerationResult(
                1,
                request,
                GenerationResult.State.FAILED,
                List.of(),
                Optional.of(fault),
                seconds(run),
                clock.instant()));
    }

    private RequestOutcome tell(GenerationResult result) {
        GenerationResult standing = store.keep(result);
        publisher.tell(standing);
        meters.answered(standing.state());
        return new RequestOutcome.Answered(standing);
    }

    private static double seconds(Duration time) {
        return time.toNanos() / 1e9;
    }

    /** One request on its way, by the kind of its plan and then of its job's end. */
    private final class Attempt implements GenerationPlan.Visitor<RequestOutcome>, JobState.Visitor<RequestOutcome> {
        private final RequestId id;
        private final GenerationRequest request;
        private final boolean last;
        private final RequestStop stop;
        private GenerationSettings settings;

        Attempt(GenerationRequest request, boolean last, RequestStop stop) {
            this.id = request.requestId();
            this.request = request;
            this.last = last;
            this.stop = stop;
        }

        RequestOutcome run() {
            Optional<GenerationResult> known = store.find(id);
            if (known.isPresent()) {
                return tell(known.get());
            }
            Optional<GenerationPlanner> planner = gate.planner();
            if (planner.isEmpty()) {
                return new RequestOutcome.Postponed("the model is being loaded");
            }
            return planner.get()
                    .plan(RequestInput.of(request, planner.get().model()))
                    .accept(this);
        }

        @Override
        public RequestOutcome ready(GenerationPlan.Ready plan) {
            settings = plan.settings();
            Optional<List<ObjectRef>> stored = store.images(id, settings.count());
            if (stored.isPresent()) {
                return succeed(stored.get(), Duration.ZERO);
            }
            if (!stop.isRequested()
                    && desk.submit(settings, Delivery.INLINE, Requester.sender(request.owner()))
                            instanceof Submission.Accepted accepted) {
                GenerationJob job = accepted.job();
                stop.then(job::cancel);
                return job.end().toCompletableFuture().join().accept(this);
            }
            return new RequestOutcome.Postponed("stopped before it was drawn");
        }

        @Override
        public RequestOutcome invalid(GenerationPlan.Invalid plan) {
            return fail(id, RequestFaults.invalid(plan), Duration.ZERO);
        }

        @Override
        public RequestOutcome unknownModel(GenerationPlan.UnknownModel plan) {
            return fail(id, plan.fault(), Duration.ZERO);
        }

        @Override
        public RequestOutcome unknownAdapter(GenerationPlan.UnknownAdapter plan) {
            return failLast(plan.fault(), Duration.ZERO);
        }

        @Override
        public RequestOutcome otherBaseModel(GenerationPlan.OtherBaseModel plan) {
            return fail(id, plan.fault(), Duration.ZERO);
        }

        @Override
        public RequestOutcome finished(JobState.Finished end) {
            List<ObjectRef> images = new ArrayList<>();
            store.note(id, settings.adapterIds());
            for (GeneratedImage image : end.images()) {
                images.add(store.keep(id, images.size(), image.png().orElseThrow()));
            }
            // Old notes of images that were gone may have been removed until now.
            store.note(id, settings.adapterIds());
            for (AdapterId adapter : settings.adapterIds()) {
                if (registry.find(adapter).isEmpty()) {
                    // Withdrawn while the images were stored: they must not outlive it.
                    store.discard(id);
                    return failLast(
                            new GenerationPlan.UnknownAdapter(adapter).fault(),
                            end.times().run());
                }
            }
            return succeed(images, end.times().run());
        }

        @Override
        public RequestOutcome failed(JobState.Failed end) {
            Fault fault = new Fault(end.kind().type(), end.detail());
            return switch (end.kind()) {
                case ADAPTER_INVALID, REQUEST_UNFIT, MEMORY_EXHAUSTED ->
                    fail(id, fault, end.times().run());
                case ADAPTER_NOT_FOUND, TIMED_OUT, INTERNAL ->
                    failLast(fault, end.times().run());
                case STORE_UNAVAILABLE -> throw new AdapterUnreachableException(end.detail());
                case SHUTTING_DOWN -> new RequestOutcome.Postponed(end.detail());
            };
        }

        @Override
        public RequestOutcome cancelled(JobState.Cancelled end) {
            return new RequestOutcome.Postponed("stopped while it was drawn");
        }

        private RequestOutcome failLast(Fault fault, Duration run) {
            return last ? fail(id, fault, run) : new RequestOutcome.Postponed(fault.type() + ": " + fault.detail());
        }

        private RequestOutcome succeed(List<ObjectRef> objects, Duration run) {
            List<GenerationResult.GeneratedImage> images = new ArrayList<>();
            for (ObjectRef object : objects) {
                images.add(new GenerationResult.GeneratedImage(object, settings.seed() + images.size()));
            }
            return tell(new GenerationResult(
                    1, id, GenerationResult.State.SUCCEEDED, images, Optional.empty(), seconds(run), clock.instant()));
        }
    }

    /** The engine could not fetch an adapter's files. */
    private static final class AdapterUnreachableException extends RetryableException {
        private static final long serialVersionUID = 1;

        AdapterUnreachableException(String message) {
            super(message, null);
        }
    }
}
