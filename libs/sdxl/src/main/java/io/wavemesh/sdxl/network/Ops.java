package io.wavemesh.sdxl.network;

import java.util.List;

/**
 * The tensor operations that SDXL's networks are written in. What a network becomes depends on who interprets them: an ONNX
 * graph, TorchScript source, a plain computation, a count of work.
 *
 * <p>Layouts: pictures are [B, C, H, W], token sequences [B, S, C], vectors [B, C]; B, S, H and W are dynamic. A module is the
 * dotted path under which the model folder's file keeps {@code <module>.weight} and {@code <module>.bias}.
 *
 * @param <T> the interpreter's handle of a tensor
 */
public interface Ops<T> {

    /** x · Wᵀ (+ b) over the last axis; W is [out, in]. */
    T linear(T x, String module, int in, int out, boolean bias);

    /** Several linear layers of one input and one shape, without bias: a result each. */
    default List<T> linears(T x, List<String> modules, int in, int out) {
        return modules.stream().map(module -> linear(x, module, in, out, false)).toList();
    }

    /** A convolution with bias; [B, in, H, W] to [B, out, H', W']. */
    T conv2d(T x, String module, Convolution shape);

    /** Group normalization with weight and bias over [B, C, H, W], then the activation. */
    T groupNorm(T x, String module, int groups, int channels, double eps, Activation then);

    /** Layer normalization with weight and bias over the last axis. */
    T layerNorm(T x, String module, int channels, double eps);

    /** The elementwise function. */
    T activation(T x, Activation kind);

    /** Linear from {@code in} to 2 · {@code inner} with bias, then first half · gelu(second half), over the last axis. */
    T geglu(T x, String module, int in, int inner);

    /**
     * softmax(q · kᵀ / √d) · v, head by head; q is [B, S, C], k and v are [B, T, C], d = C / heads.
     *
     * @param causal row i sees columns 0 … i only (then S = T)
     */
    T attention(T q, T k, T v, int heads, boolean causal);

    /** Elementwise sum of equal shapes. */
    T add(T a, T b);

    /** [B, C, H, W] plus [B, C], the same for each pixel. */
    T addPerChannel(T x, T vector);

    /** Concatenation along the channels of [B, C, H, W]. */
    T concatChannels(T a, T b);

    /** Concatenation along the last axis. */
    T concatLast(T a, T b);

    /** Nearest-neighbour enlargement by two. */
    T upsampleTwice(T x);

    /** Nearest-neighbour enlargement to the height and width of {@code like}: source = floor(i · in / out). */
    T upsampleTo(T x, T like);

    /** [B, C, H, W] to [B, H · W, C]. */
    T tokens(T x);

    /** [B, H · W, C] to [B, C, H, W] with the height and width of {@code like}. */
    T image(T x, T like);

    /**
     * Sinusoidal embedding of numbers: [B] to [B, width], or [B, k] to [B, k · width], always in fp32 until the end.
     * Frequency j of width/2 is exp(-ln(10000) · j / (width/2 - shift)); cosines first.
     */
    T sinusoids(T numbers, int width, double shift);

    /** Rows of a table by ids: [B, S] of int64 to [B, S, width]; the weight {@code <module>.weight} is [rows, width]. */
    T embedding(T ids, String module, int rows, int width);

    /** Adds the first S rows of {@code <module>.weight} ([rows, width]) to [B, S, width]. */
    T addPositions(T x, String module, int rows, int width);

    /** For each sequence the row of {@code x} ([B, S, C]) at the first greatest of {@code ids} ([B, S]): [B, C]. */
    T rowAtGreatest(T x, T ids);

    /** Names an intermediate value by the module whose output it is; interpreters that have no use for it return it as it is. */
    default T label(String module, T value) {
        return value;
    }
}
