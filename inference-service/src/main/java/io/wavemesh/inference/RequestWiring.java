package io.wavemesh.inference;

import io.micrometer.core.instrument.MeterRegistry;
import io.wavemesh.contracts.GenerationRequest;
import io.wavemesh.contracts.Topics;
import io.wavemesh.contracts.store.ObjectStore;
import io.wavemesh.inference.config.InferenceConfig;
import io.wavemesh.inference.domain.AdapterRegistry;
import io.wavemesh.inference.domain.AnswerRequest;
import io.wavemesh.inference.domain.GenerationDesk;
import io.wavemesh.inference.domain.GenerationGate;
import io.wavemesh.inference.domain.RequestMeters;
import io.wavemesh.inference.kafka.GenerationRequestFeed;
import io.wavemesh.inference.kafka.GenerationRequests;
import io.wavemesh.inference.kafka.KafkaResultPublisher;
import io.wavemesh.inference.metrics.MicrometerRequestMeters;
import io.wavemesh.inference.storage.ObjectResultStore;
import io.wavemesh.messaging.BrokerConnection;
import io.wavemesh.messaging.EventPublisher;
import io.wavemesh.messaging.ShareQueue;
import io.wavemesh.messaging.ShareQueueSettings;
import io.wavemesh.messaging.TopicSetup;
import io.wavemesh.tracing.Tracing;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.InstantSource;
import java.util.function.Supplier;

/** Puts together what answers requests from the topic. */
final class RequestWiring {
    private static final Duration CLOSING = Duration.ofSeconds(10);

    private final Tracing tracing;

    RequestWiring(Tracing tracing) {
        this.tracing = tracing;
    }

    @Produces
    @Singleton
    RequestMeters requestMeters(MeterRegistry meters) {
        return new MicrometerRequestMeters(meters);
    }

    @Produces
    @Singleton
    AnswerRequest answerRequest(
            GenerationGate gate,
            GenerationDesk desk,
            AdapterRegistry registry,
            ObjectStore objects,
            EventPublisher publisher,
            Topics topics,
            RequestMeters meters,
            InstantSource clock) {
        return new AnswerRequest(
                gate,
                desk,
                registry,
                new ObjectResultStore(objects),
                new KafkaResultPublisher(publisher, topics),
                meters,
                clock);
    }

    @Produces
    @Singleton
    GenerationRequestFeed requests(
            InferenceConfig config,
            TopicSetup setup,
            GenerationGate gate,
            BrokerConnection broker,
            Topics topics,
            EventPublisher publisher,
            AnswerRequest useCase,
            RequestMeters meters) {
        InferenceConfig.Requests requests = config.requests();
        ShareQueueSettings settings = new ShareQueueSettings(
                requests.groupId(),
                topics.generationRequests(),
                requests.recordLock(),
                requests.attempts(),
                requests.retryPause(),
                requests.maxRetryPause(),
                CLOSING);
        Supplier<ShareQueue<GenerationRequest>> queues = () ->
                GenerationRequests.queue(broker, settings, topics, publisher, useCase, meters, tracing.telemetry());
        return new GenerationRequestFeed(setup, gate, queues, requests.enabled() ? requests.parallel() : 0);
    }
}
