package io.wavemesh.sdxl.onnx;

/**
 * A linear layer whose weight an adapter may change at run time. Its graph inputs are {@code <module>.index} (int32, flat
 * positions row · in + column, each at most once) and {@code <module>.value} (fp32, what is added there).
 */
public record TargetLayer(String module, int out, int in) {

    private static final String INDEX = ".index";
    private static final String VALUE = ".value";

    /** Name of the input with the positions. */
    public String indexInput() {
        return module + INDEX;
    }

    /** Name of the input with the values. */
    public String valueInput() {
        return module + VALUE;
    }

    /** Number of weights. */
    public long weightCount() {
        return (long) out * in;
    }
}
