package io.wavemesh.trainer.domain;

import io.wavemesh.contracts.TrainingJob;

/** Brings the pictures of a job here. */
public interface PictureSource {
    /**
     * A workplace with all pictures, closed by the caller. Throws {@link io.wavemesh.contracts.RetryableException} while
     * the store is away, {@link io.wavemesh.contracts.PermanentException} if a picture is missing, too large or not what
     * the job says.
     */
    Workplace fetch(TrainingJob job);
}
