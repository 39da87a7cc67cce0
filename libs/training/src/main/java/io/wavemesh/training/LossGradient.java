package io.wavemesh.training;

/**
 * A loss and its gradient. The array is not copied.
 *
 * @param values of all trained numbers, layer by layer in the order of the forward pass
 */
public record LossGradient(float loss, float[] values) {}
