package io.wavemesh.training;

/**
 * Where and how the engine computes.
 *
 * @param device libtorch's name: {@code cpu} or {@code cuda:0}
 * @param precision of the base's weights and the network's arithmetic; trained numbers are always fp32
 * @param threads that an operation may use on the CPU
 * @param activations whether they are kept for the backward pass
 */
public record TrainingEngineOptions(String device, Precision precision, int threads, Activations activations) {

    private static final int MOST_THREADS = 1024;

    /** A type of numbers. */
    public enum Precision {
        FLOAT32(6),
        BFLOAT16(15);

        private final int dtype;

        Precision(int dtype) {
            this.dtype = dtype;
        }

        /** libtorch's number of the type. */
        int dtype() {
            return dtype;
        }
    }

    /** What happens to a stage's intermediate values between the forward and the backward pass. */
    public enum Activations {
        /** They stay in memory: fastest. */
        KEEP,
        /** Only the stage's input stays; the stage is computed again: about a third slower, a fraction of the memory. */
        RECOMPUTE,
        /** Kept where memory allows. */
        AUTO
    }

    /** Throws {@link IllegalArgumentException} naming the option at fault. */
    public TrainingEngineOptions {
        if (!device.matches("cpu|cuda(:\\d{1,3})?")) {
            throw new IllegalArgumentException("device must be cpu or cuda:N, was " + device);
        }
        if (device.equals("cpu") && precision != Precision.FLOAT32) {
            throw new IllegalArgumentException("precision must be float32 on the CPU, was bfloat16");
        }
        if (threads < 1 || threads > MOST_THREADS) {
            throw new IllegalArgumentException("threads must be in 1.." + MOST_THREADS + ", was " + threads);
        }
    }

    /** The CPU in fp32, all its cores. */
    public static TrainingEngineOptions cpu() {
        return new TrainingEngineOptions(
                "cpu", Precision.FLOAT32, Runtime.getRuntime().availableProcessors(), Activations.AUTO);
    }
}
