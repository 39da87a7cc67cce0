package io.wavemesh.training;

/** A part of a training. */
public enum TrainingPhase {
    /** The training texts go through the text encoders. */
    TEXT,
    /** The pictures go through the autoencoder. */
    LATENTS,
    /** The optimizer steps. */
    STEPS
}
