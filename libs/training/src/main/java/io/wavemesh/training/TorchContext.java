package io.wavemesh.training;

import com.sun.jna.Pointer;
import io.wavemesh.training.TrainingEngineOptions.Precision;

/**
 * libtorch's settings for a CUDA device (at::Context), which hold for the whole process.
 *
 * <p>Deterministic mode. What sums in another order from run to run without it: the backward pass of FlashAttention (atomic
 * additions into the queries' gradient; it has a slower form without), cuDNN's gradient algorithms that are chosen by time or add
 * atomically, and cuBLAS without fixed workspaces. With it libtorch takes the other form of each, and refuses operations that have
 * none: the step uses no such. Sums at repeated indices do not occur, see {@code jagged_product}; random numbers are seeded
 * step by step in either mode.
 *
 * <p>TF32. In fp32 it is off, so that results are those of the CPU. In bf16 it stays on for what is still fp32, the autoencoder:
 * ten bits of mantissa are more than the network's eight.
 */
final class TorchContext {

    private static final String CONTEXT = "_ZN2at7Context";
    private static final byte NO = 0;

    private TorchContext() {}

    static void configure(TrainingEngineOptions options) {
        byte deterministic = flag(options.deterministic());
        byte tf32 = flag(options.precision() != Precision.FLOAT32);
        set("26setDeterministicAlgorithmsEbb", deterministic, NO);
        set("21setDeterministicCuDNNEb", deterministic);
        // else deterministic mode writes NaN into all memory that it hands out
        set("39setDeterministicFillUninitializedMemoryEb", NO);
        set("17setAllowTF32CuDNNEb", tf32);
        set("18setAllowTF32CuBLASEb", tf32);
    }

    /** Whether libtorch is in deterministic mode. */
    static boolean deterministic() {
        String symbol = "_ZNK2at7Context23deterministicAlgorithmsEv";
        return TorchSymbols.torchCpu().call(Byte.class, symbol, context()) != 0;
    }

    private static void set(String method, Object... values) {
        Object[] arguments = new Object[values.length + 1];
        arguments[0] = context();
        System.arraycopy(values, 0, arguments, 1, values.length);
        TorchSymbols.torchCpu().call(CONTEXT + method, arguments);
    }

    private static Pointer context() {
        return TorchSymbols.torchCpu().call(Pointer.class, "_ZN2at13globalContextEv");
    }

    private static byte flag(boolean value) {
        return value ? (byte) 1 : NO;
    }
}
