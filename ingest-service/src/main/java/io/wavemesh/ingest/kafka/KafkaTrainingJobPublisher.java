package io.wavemesh.ingest.kafka;

import io.wavemesh.contracts.AdapterId;
import io.wavemesh.contracts.AuditEvent;
import io.wavemesh.contracts.JobControl;
import io.wavemesh.contracts.JobId;
import io.wavemesh.contracts.Topics;
import io.wavemesh.contracts.TrainingEvent;
import io.wavemesh.contracts.TrainingOrder;
import io.wavemesh.ingest.domain.TrainingJobPublisher;
import io.wavemesh.messaging.EventPublisher;

/** Sends each message to its topic and waits for the brokers. */
public final class KafkaTrainingJobPublisher implements TrainingJobPublisher {
    private final EventPublisher publisher;
    private final Topics topics;

    /** Uses a publisher that somebody else closes. */
    public KafkaTrainingJobPublisher(EventPublisher publisher, Topics topics) {
        this.publisher = publisher;
        this.topics = topics;
    }

    @Override
    public void event(TrainingEvent event) {
        publisher.publish(topics.trainingEvents(), event);
    }

    @Override
    public void job(TrainingOrder order) {
        publisher.publish(topics.trainingJobs(), order);
    }

    @Override
    public void control(JobControl control) {
        publisher.publish(topics.jobControl(), control);
    }

    @Override
    public void withdraw(AdapterId adapter) {
        publisher.withdraw(topics.adapters(), adapter.value());
    }

    @Override
    public void forget(JobId job) {
        publisher.withdraw(topics.trainingEvents(), job.value());
    }

    @Override
    public void audit(AuditEvent event) {
        publisher.publish(topics.audit(), event);
    }
}
