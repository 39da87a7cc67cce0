package io.wavemesh.trainer.domain;

import io.wavemesh.contracts.TrainingJob;

/** Learns a subject from its pictures. One training at a time. */
public interface SubjectTrainer extends AutoCloseable {
    /** The base model that it has. */
    BaseModel baseModel();

    /**
     * Trains. The same job gives the same adapter on the same machine, also from a checkpoint. Throws
     * {@link io.wavemesh.contracts.RetryableException} if it may work elsewhere or later.
     */
    TrainerResult train(TrainingJob job, Workplace workplace, Checkpoints checkpoints, TrainingWatch watch);

    /** Lets the base model go. */
    @Override
    void close();
}
