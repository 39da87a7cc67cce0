package io.wavemesh.training;

/**
 * Choices of the engine that change its speed, and results by rounding only.
 *
 * @param attention whose kernels compute attention
 * @param channelsLast whether convolutions' weights and pictures lie with the channels last; libtorch's group normalization has
 *     them first, and what copying back and forth costs is more than cuDNN gains
 * @param graph whether a step is captured once a job and replayed (GPU only)
 * @param joinProjections whether projections of one input are one product where all of them are trained
 * @param splitGates whether value and gate of a feed-forward layer are two products
 * @param readEvery steps between two looks at losses and norms; each look waits for the device. Progress, cancelling and
 *     a loss that is no longer finite are seen that late
 * @param activationBytes most that {@link TrainingEngineOptions.Activations#AUTO} may take for activations, 0 for what is free
 */
public record TrainingTuning(
        Attention attention,
        boolean channelsLast,
        boolean graph,
        boolean joinProjections,
        boolean splitGates,
        int readEvery,
        long activationBytes) {

    /** Whose kernels compute attention. */
    public enum Attention {
        /** libtorch's choice: FlashAttention 2 in bf16 on a GPU. */
        LIBTORCH,
        /** cuDNN's between sequences that are multiples of 64, among pixels that is. */
        CUDNN,
        /** cuDNN's for the text too, but not in deterministic mode. */
        CUDNN_ALWAYS
    }

    /** Throws {@link IllegalArgumentException} naming the option at fault. */
    public TrainingTuning {
        if (readEvery < 1) {
            throw new IllegalArgumentException("readEvery must be at least 1, was " + readEvery);
        }
        if (activationBytes < 0) {
            throw new IllegalArgumentException("activationBytes must not be negative, was " + activationBytes);
        }
    }

    /** For the CPU, where nothing runs ahead. */
    public static TrainingTuning cpu() {
        return new TrainingTuning(Attention.LIBTORCH, false, false, false, false, 1, 0);
    }

    /** For a GPU with tensor cores. */
    public static TrainingTuning cuda() {
        return new TrainingTuning(Attention.CUDNN_ALWAYS, false, true, true, true, 10, 0);
    }

    /** The same with other kernels for attention. */
    public TrainingTuning withAttention(Attention value) {
        return new TrainingTuning(value, channelsLast, graph, joinProjections, splitGates, readEvery, activationBytes);
    }

    /** The same with another layout. */
    public TrainingTuning withChannelsLast(boolean value) {
        return new TrainingTuning(attention, value, graph, joinProjections, splitGates, readEvery, activationBytes);
    }

    /** The same with captured steps or called ones. */
    public TrainingTuning withGraph(boolean value) {
        return new TrainingTuning(
                attention, channelsLast, value, joinProjections, splitGates, readEvery, activationBytes);
    }

    /** The same with joint projections or single ones. */
    public TrainingTuning withJoinProjections(boolean value) {
        return new TrainingTuning(attention, channelsLast, graph, value, splitGates, readEvery, activationBytes);
    }

    /** The same with two products for a gated layer or one. */
    public TrainingTuning withSplitGates(boolean value) {
        return new TrainingTuning(attention, channelsLast, graph, joinProjections, value, readEvery, activationBytes);
    }

    /** The same with another number of steps between two looks. */
    public TrainingTuning withReadEvery(int value) {
        return new TrainingTuning(attention, channelsLast, graph, joinProjections, splitGates, value, activationBytes);
    }

    /** The same with a limit for automatic activations, 0 for none. */
    public TrainingTuning withActivationBytes(long bytes) {
        return new TrainingTuning(attention, channelsLast, graph, joinProjections, splitGates, readEvery, bytes);
    }
}
