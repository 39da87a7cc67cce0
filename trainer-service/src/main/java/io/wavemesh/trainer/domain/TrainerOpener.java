package io.wavemesh.trainer.domain;

/** Loads what a trainer needs. */
public interface TrainerOpener {
    /** Loads engine and base model, which takes its time; the process can't work if it fails. */
    SubjectTrainer open();
}
