package io.wavemesh.ingest.domain;

import io.wavemesh.contracts.AdapterId;
import io.wavemesh.contracts.AuditEvent;
import io.wavemesh.contracts.JobControl;
import io.wavemesh.contracts.JobId;
import io.wavemesh.contracts.TrainingEvent;
import io.wavemesh.contracts.TrainingOrder;

/**
 * Tells trainers and everybody else what to do. Each method returns when the message is safe and throws
 * {@link io.wavemesh.contracts.RetryableException} if that can't be had in time. Messages may be repeated.
 */
public interface TrainingJobPublisher {
    /** Tells the state of a job. */
    void event(TrainingEvent event);

    /** Hands a job to the trainers. */
    void job(TrainingOrder order);

    /** Tells every trainer to end a job. */
    void control(JobControl control);

    /** Tells every inference replica that an adapter is gone. */
    void withdraw(AdapterId adapter);

    /** Makes everybody forget the state of a job. */
    void forget(JobId job);

    /** Notes for ever what happened. */
    void audit(AuditEvent event);
}
