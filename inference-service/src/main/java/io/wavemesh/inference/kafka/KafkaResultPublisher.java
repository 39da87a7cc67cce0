package io.wavemesh.inference.kafka;

import io.wavemesh.contracts.GenerationResult;
import io.wavemesh.contracts.Topics;
import io.wavemesh.inference.domain.ResultPublisher;
import io.wavemesh.messaging.EventPublisher;

/** Tells results on the topic {@code generation-results}. */
public final class KafkaResultPublisher implements ResultPublisher {
    private final EventPublisher publisher;
    private final Topics topics;

    /** Sends by this publisher. */
    public KafkaResultPublisher(EventPublisher publisher, Topics topics) {
        this.publisher = publisher;
        this.topics = topics;
    }

    @Override
    public void tell(GenerationResult result) {
        publisher.publish(topics.generationResults(), result);
    }
}
