package io.wavemesh.training;

/**
 * Where and how the engine computes.
 *
 * @param device libtorch's name: {@code cpu} or {@code cuda:0}
 * @param precision of the base's weights and the network's arithmetic; trained numbers are always fp32
 * @param threads that an operation may use on the CPU
 * @param activations whether they are kept for the backward pass
 * @param deterministic whether equal trainings give equal bits; on the CPU they always do
 * @param memoryLimit bytes of device memory that the engine may take, 0 for all
 * @param tuning what changes the speed only
 */
public record TrainingEngineOptions(
        String device,
        Precision precision,
        int threads,
        Activations activations,
        boolean deterministic,
        long memoryLimit,
        TrainingTuning tuning) {

    private static final String CPU = "cpu";
    private static final int MOST_THREADS = 1024;

    /** A type of numbers. */
    public enum Precision {
        FLOAT32(6, 4),
        BFLOAT16(15, 2);

        private final int dtype;
        private final int bytes;

        Precision(int dtype, int bytes) {
            this.dtype = dtype;
            this.bytes = bytes;
        }

        /** libtorch's number of the type. */
        int dtype() {
            return dtype;
        }

        /** Bytes of a number. */
        int bytes() {
            return bytes;
        }
    }

    /** What happens to a stage's intermediate values between the forward and the backward pass. */
    public enum Activations {
        /** They stay in memory: fastest. */
        KEEP,
        /** Only the stage's input stays; the stage is computed again: about a third slower, a fraction of the memory. */
        RECOMPUTE,
        /** As many stages keep theirs as free memory allows. */
        AUTO
    }

    /** Throws {@link IllegalArgumentException} naming the option at fault. */
    public TrainingEngineOptions {
        if (!device.matches("cpu|cuda(:\\d{1,3})?")) {
            throw new IllegalArgumentException("device must be cpu or cuda:N, was " + device);
        }
        if (device.equals(CPU) && precision != Precision.FLOAT32) {
            throw new IllegalArgumentException("precision must be float32 on the CPU, was bfloat16");
        }
        if (threads < 1 || threads > MOST_THREADS) {
            throw new IllegalArgumentException("threads must be in 1.." + MOST_THREADS + ", was " + threads);
        }
        if (memoryLimit < 0) {
            throw new IllegalArgumentException("memoryLimit must not be negative, was " + memoryLimit);
        }
    }

    /** With what is best on the device, as fast as it goes. */
    public TrainingEngineOptions(String device, Precision precision, int threads, Activations activations) {
        this(
                device,
                precision,
                threads,
                activations,
                false,
                0,
                device.equals(CPU) ? TrainingTuning.cpu() : TrainingTuning.cuda());
    }

    /** The CPU in fp32, all its cores. */
    public static TrainingEngineOptions cpu() {
        return new TrainingEngineOptions(
                CPU, Precision.FLOAT32, Runtime.getRuntime().availableProcessors(), Activations.AUTO);
    }

    /** An NVIDIA GPU in bf16. */
    public static TrainingEngineOptions cuda(int index) {
        return new TrainingEngineOptions(
                "cuda:" + index, Precision.BFLOAT16, Runtime.getRuntime().availableProcessors(), Activations.AUTO);
    }

    /** The same with other activations. */
    public TrainingEngineOptions withActivations(Activations value) {
        return new TrainingEngineOptions(device, precision, threads, value, deterministic, memoryLimit, tuning);
    }

    /** The same in another precision. */
    public TrainingEngineOptions withPrecision(Precision value) {
        return new TrainingEngineOptions(device, value, threads, activations, deterministic, memoryLimit, tuning);
    }

    /** The same, deterministic or as fast as it goes. */
    public TrainingEngineOptions withDeterministic(boolean value) {
        return new TrainingEngineOptions(device, precision, threads, activations, value, memoryLimit, tuning);
    }

    /** The same with at most so many bytes of device memory, 0 for all. */
    public TrainingEngineOptions withMemoryLimit(long bytes) {
        return new TrainingEngineOptions(device, precision, threads, activations, deterministic, bytes, tuning);
    }

    /** The same with another tuning. */
    public TrainingEngineOptions withTuning(TrainingTuning value) {
        return new TrainingEngineOptions(device, precision, threads, activations, deterministic, memoryLimit, value);
    }

    /** Whether the device is the CPU. */
    boolean onCpu() {
        return device.equals(CPU);
    }

    /** N of {@code cuda:N}. */
    int deviceIndex() {
        int colon = device.indexOf(':');
        return colon < 0 ? 0 : Integer.parseInt(device.substring(colon + 1));
    }
}
