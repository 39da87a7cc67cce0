package io.wavemesh.training;

/**
 * An optimizer step that was done.
 *
 * @param step its number, from 1
 * @param steps of the whole training
 * @param gradNorm norm of the gradient of all trained numbers before clipping
 * @param seconds that it took, as the mean of the steps that were read together
 */
public record TrainingStep(int step, int steps, double loss, double gradNorm, double learningRate, double seconds) {}
