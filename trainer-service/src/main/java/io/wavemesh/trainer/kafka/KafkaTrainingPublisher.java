package io.wavemesh.trainer.kafka;

import io.wavemesh.contracts.AdapterAnnouncement;
import io.wavemesh.contracts.AdapterId;
import io.wavemesh.contracts.JobId;
import io.wavemesh.contracts.Topics;
import io.wavemesh.contracts.TrainingEvent;
import io.wavemesh.messaging.EventPublisher;
import io.wavemesh.trainer.domain.TrainingPublisher;

/** Tells the mesh by Kafka. */
public final class KafkaTrainingPublisher implements TrainingPublisher {
    private final EventPublisher publisher;
    private final Topics topics;

    /** Sends by a publisher that the caller closes. */
    public KafkaTrainingPublisher(EventPublisher publisher, Topics topics) {
        this.publisher = publisher;
        this.topics = topics;
    }

    @Override
    public void tell(TrainingEvent event) {
        publisher.publish(topics.trainingEvents(), event);
    }

    @Override
    public void announce(AdapterAnnouncement adapter) {
        publisher.publish(topics.adapters(), adapter);
    }

    @Override
    public void forget(JobId job) {
        publisher.withdraw(topics.trainingEvents(), job.value());
    }

    @Override
    public void withdraw(AdapterId adapter) {
        publisher.withdraw(topics.adapters(), adapter.value());
    }
}
