package io.wavemesh.inference.kafka;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Span;
import io.wavemesh.contracts.GenerationRequest;
import io.wavemesh.inference.domain.AnswerRequest;
import io.wavemesh.inference.domain.RequestOutcome;
import io.wavemesh.inference.domain.RequestStop;
import io.wavemesh.messaging.Delivery;
import io.wavemesh.messaging.JobHandler;
import io.wavemesh.messaging.StopSignal;
import io.wavemesh.messaging.Verdict;
import org.jboss.logging.Logger;

/** Hands deliveries of generation requests to the use case. */
final class GenerationRequestHandler implements JobHandler<GenerationRequest> {
    private static final Logger LOG = Logger.getLogger(GenerationRequestHandler.class);

    private static final AttributeKey<String> REQUEST = AttributeKey.stringKey("wavemesh.request.id");

    private final AnswerRequest useCase;
    private final int attempts;

    GenerationRequestHandler(AnswerRequest useCase, int attempts) {
        this.useCase = useCase;
        this.attempts = attempts;
    }

    @Override
    public Verdict handle(Delivery<GenerationRequest> delivery, StopSignal signal) {
        Span.current().setAttribute(REQUEST, delivery.message().requestId().value());
        RequestStop stop = new RequestStop();
        signal.onStop(reason -> stop.request());
        RequestOutcome outcome = useCase.answer(delivery.message(), delivery.attempt() >= attempts, stop);
        LOG.infof(
                "request ended requestId=%s attempt=%d outcome=%s",
                delivery.message().requestId(), delivery.attempt(), outcome.reason());
        return new Verdict(outcome.disposition(), outcome.reason());
    }

    @Override
    public void giveUp(Delivery<GenerationRequest> delivery, String reason) {
        useCase.giveUp(delivery.message().requestId(), delivery.attempt());
    }
}
