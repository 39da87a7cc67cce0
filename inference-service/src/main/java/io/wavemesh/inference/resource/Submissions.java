package io.wavemesh.inference.resource;

import io.wavemesh.access.Caller;
import io.wavemesh.inference.domain.Delivery;
import io.wavemesh.inference.domain.GenerationDesk;
import io.wavemesh.inference.domain.GenerationGate;
import io.wavemesh.inference.domain.GenerationInput;
import io.wavemesh.inference.domain.GenerationJob;
import io.wavemesh.inference.domain.GenerationPlan;
import io.wavemesh.inference.domain.GenerationPlanner;
import io.wavemesh.inference.domain.GenerationSettings;
import io.wavemesh.inference.domain.Requester;
import io.wavemesh.inference.domain.Submission;
import jakarta.inject.Singleton;
import java.time.Duration;

/** Brings a request into the queue, or ends it with the problem that keeps it out. */
@Singleton
final class Submissions {
    private static final Duration START_PAUSE = Duration.ofSeconds(5);

    private final GenerationGate gate;
    private final GenerationDesk desk;

    Submissions(GenerationGate gate, GenerationDesk desk) {
        this.gate = gate;
        this.desk = desk;
    }

    /** The planner, once the service is ready. */
    GenerationPlanner planner() {
        return gate.planner()
                .orElseThrow(() ->
                        ProblemException.retryAfter(ProblemType.NOT_READY, "the model is being loaded", START_PAUSE));
    }

    /** The job that was queued for a caller's body. */
    GenerationJob submit(Caller caller, GenerationBody body, Delivery delivery) {
        GenerationInput input = body.input(caller);
        GenerationSettings settings = planner().plan(input).accept(new PlanProblems());
        return desk.submit(settings, delivery, Requester.caller(caller.client()))
                .accept(new SubmissionProblems());
    }

    private static final class PlanProblems implements GenerationPlan.Visitor<GenerationSettings> {
        @Override
        public GenerationSettings ready(GenerationPlan.Ready plan) {
            return plan.settings();
        }

        @Override
        public GenerationSettings invalid(GenerationPlan.Invalid plan) {
            throw ProblemException.invalid(plan.violations());
        }

        @Override
        public GenerationSettings unknownModel(GenerationPlan.UnknownModel plan) {
            throw new ProblemException(ProblemType.MODEL_NOT_FOUND, plan.fault().detail());
        }

        @Override
        public GenerationSettings unknownAdapter(GenerationPlan.UnknownAdapter plan) {
            throw new ProblemException(
                    ProblemType.ADAPTER_NOT_FOUND,
                    plan.fault().detail(),
                    plan.adapter().value());
        }

        @Override
        public GenerationSettings otherBaseModel(GenerationPlan.OtherBaseModel plan) {
            throw new ProblemException(
                    ProblemType.BASE_MODEL_MISMATCH,
                    plan.fault().detail(),
                    plan.adapter().adapterId().value());
        }
    }

    private static final class SubmissionProblems implements Submission.Visitor<GenerationJob> {
        @Override
        public GenerationJob accepted(Submission.Accepted outcome) {
            return outcome.job();
        }

        @Override
        public GenerationJob full(Submission.Full outcome) {
            throw ProblemException.retryAfter(
                    ProblemType.QUEUE_FULL,
                    "the queue has no room for another request of this client",
                    outcome.retryAfter());
        }

        @Override
        public GenerationJob stopping(Submission.Stopping outcome) {
            throw ProblemException.retryAfter(
                    ProblemType.SHUTTING_DOWN, "the service takes no new requests", START_PAUSE);
        }
    }
}
