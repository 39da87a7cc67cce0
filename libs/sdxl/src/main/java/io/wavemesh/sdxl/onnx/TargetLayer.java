package io.wavemesh.sdxl.onnx;

import java.util.regex.Pattern;

/**
 * A linear layer whose weight an adapter may change at run time. Its graph inputs are {@code <module>.index} (int32, flat
 * positions row · in + column, each at most once) and {@code <module>.value} (fp32, what is added there).
 */
public record TargetLayer(String module, int out, int in) {

    private static final Pattern ATTENTION_PROJECTION = Pattern.compile(".+\\.attn[12]\\.to_(q|k|v|out\\.0)");
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

    /** Whether a module is one that WaveFT adapts: {@code to_q}, {@code to_k}, {@code to_v} or {@code to_out.0} of an attention. */
    public static boolean isAttentionProjection(String module) {
        return ATTENTION_PROJECTION.matcher(module).matches();
    }

    /** Number of weights. */
    public long weightCount() {
        return (long) out * in;
    }
}
