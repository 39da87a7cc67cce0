package io.wavemesh.inference.kafka;

import io.opentelemetry.api.OpenTelemetry;
import io.wavemesh.contracts.GenerationRequest;
import io.wavemesh.contracts.Topics;
import io.wavemesh.inference.domain.AnswerRequest;
import io.wavemesh.inference.domain.RequestMeters;
import io.wavemesh.messaging.BrokerConnection;
import io.wavemesh.messaging.DeadLetters;
import io.wavemesh.messaging.EventPublisher;
import io.wavemesh.messaging.QueueListener;
import io.wavemesh.messaging.ShareQueue;
import io.wavemesh.messaging.ShareQueueSettings;
import java.time.Clock;

/** Makes the queues of requests for images. */
public final class GenerationRequests {
    private GenerationRequests() {}

    /** A queue that isn't started; the publisher outlives it. */
    public static ShareQueue<GenerationRequest> queue(
            BrokerConnection broker,
            ShareQueueSettings settings,
            Topics topics,
            EventPublisher publisher,
            AnswerRequest useCase,
            RequestMeters meters,
            OpenTelemetry telemetry) {
        QueueListener listener = new QueueListener() {
            @Override
            public void undecodable() {
                meters.refused();
            }
        };
        return new ShareQueue<>(
                broker,
                settings,
                GenerationRequest.class,
                new GenerationRequestHandler(useCase, settings.attempts()),
                new DeadLetters(publisher, topics.deadLetters(topics.generationRequests()), Clock.systemUTC()),
                listener,
                telemetry);
    }
}
