package io.wavemesh.sdxl.reference;

/**
 * Floating-point operations that one optimizer step cannot do without, a multiply-add as two; what is computed again to save
 * memory is not in it.
 *
 * @param forward of the forward pass
 * @param inputGradients of the backward pass through layers and attention, from the loss down to the first trained layer
 * @param weightGradients of the trained layers
 */
public record StepCost(long forward, long inputGradients, long weightGradients) {
    /** All of it. */
    public long operations() {
        return forward + inputGradients + weightGradients;
    }
}
