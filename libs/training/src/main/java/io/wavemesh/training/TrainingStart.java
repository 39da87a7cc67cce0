package io.wavemesh.training;

import io.wavemesh.waveft.adapter.Adapter;

/** Where a training begins. */
public sealed interface TrainingStart {

    /** From scratch, as PEFT's defaults: zero for WaveFT and SHiRA, for LoRA only B. */
    TrainingStart SCRATCH = new Scratch();

    /** From scratch. */
    record Scratch() implements TrainingStart {}

    /** From an adapter's numbers, with fresh moments. */
    record FromAdapter(Adapter adapter) implements TrainingStart {}

    /** From between two steps of the same training. */
    record FromCheckpoint(Checkpoint checkpoint) implements TrainingStart {}
}
