package io.wavemesh.sdxl.reference;

/**
 * What one pass through a network takes.
 *
 * @param operations floating-point operations of the linear layers, convolutions and attention, a multiply-add as two;
 *     elementwise work and normalizations are left out (below one percent in SDXL)
 * @param weights number of different weight tensors that are used
 * @param parameters numbers in them
 * @param activations numbers written by all operations: times the size of a number, the bytes of memory traffic to
 *     write every intermediate value once
 */
public record Cost(long operations, int weights, long parameters, long activations) {

    /** Bytes of the weights when each number takes {@code bytesPerNumber}. */
    public long weightBytes(int bytesPerNumber) {
        return parameters * bytesPerNumber;
    }

    /** Bytes written for intermediate values when each number takes {@code bytesPerNumber}. */
    public long activationBytes(int bytesPerNumber) {
        return activations * bytesPerNumber;
    }
}
