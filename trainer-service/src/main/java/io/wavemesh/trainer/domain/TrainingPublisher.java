package io.wavemesh.trainer.domain;

import io.wavemesh.contracts.AdapterAnnouncement;
import io.wavemesh.contracts.AdapterId;
import io.wavemesh.contracts.JobId;
import io.wavemesh.contracts.TrainingEvent;

/**
 * Tells the mesh. Each method returns when the message is kept, and throws
 * {@link io.wavemesh.contracts.RetryableException} otherwise.
 */
public interface TrainingPublisher {
    /** Tells how a job is. */
    void tell(TrainingEvent event);

    /** Tells every inference replica that an adapter is ready. */
    void announce(AdapterAnnouncement adapter);

    /** Takes back everything that was told of a job. */
    void forget(JobId job);

    /** Takes an adapter back. */
    void withdraw(AdapterId adapter);
}
