package io.wavemesh.trainer.domain;

import io.wavemesh.contracts.TrainingJob;
import io.wavemesh.contracts.TrainingOrder;

/** Where it is told what a job is. */
@FunctionalInterface
public interface JobSource {
    /**
     * The job that an order asks for.
     *
     * @throws JobGoneException if it is not there, or is not the job that was ordered
     * @throws io.wavemesh.contracts.RetryableException while the store can't be reached
     */
    TrainingJob find(TrainingOrder order);
}
