package io.wavemesh.sdxl.onnx;

import java.util.regex.Pattern;

/**
 * A linear layer whose weight an adapter may change at run time.
 *
 * @param module its path in the network
 * @param out rows of its weight
 * @param in columns of its weight
 */
public record TargetLayer(String module, int out, int in) {

    private static final Pattern TEXT_PROJECTION = Pattern.compile(".+\\.attn2\\.to_[kv]");
    private static final Pattern ATTENTION_PROJECTION = Pattern.compile(".+\\.attn[12]\\.to_(q|k|v|out\\.0)");

    /** Whether a module makes keys or values out of the text: all of them read the same input. */
    static boolean isTextProjection(String module) {
        return TEXT_PROJECTION.matcher(module).matches();
    }

    /** Whether a module is one that WaveFT adapts: {@code to_q}, {@code to_k}, {@code to_v} or {@code to_out.0} of an attention. */
    public static boolean isAttentionProjection(String module) {
        return ATTENTION_PROJECTION.matcher(module).matches();
    }
}
