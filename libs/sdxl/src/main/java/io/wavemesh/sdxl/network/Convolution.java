package io.wavemesh.sdxl.network;

/**
 * The shape of a two-dimensional convolution with a square kernel; weights are [outChannels, inChannels, kernel, kernel].
 *
 * @param padStart zeros added above and to the left
 * @param padEnd zeros added below and to the right
 */
public record Convolution(int inChannels, int outChannels, int kernel, int stride, int padStart, int padEnd) {

    /** Size-preserving 3x3. */
    static Convolution same3(int inChannels, int outChannels) {
        return new Convolution(inChannels, outChannels, 3, 1, 1, 1);
    }

    /** 1x1. */
    static Convolution pointwise(int inChannels, int outChannels) {
        return new Convolution(inChannels, outChannels, 1, 1, 0, 0);
    }
}
