package io.wavemesh.sdxl.reference;

/**
 * What one stage of the UNet takes in a forward pass.
 *
 * @param module path of what the stage computes
 * @param operations floating-point operations, as {@link Cost} counts them
 * @param activations numbers written by all its operations: about what its backward pass reads
 * @param output numbers in its output
 */
public record StageCost(String module, long operations, long activations, long output) {}
