package io.wavemesh.training;

import com.sun.jna.NativeLibrary;
import com.sun.jna.Pointer;

/**
 * C++ functions of a library of libtorch that is loaded, called by their mangled names (2.7.1; Itanium ABI): what neither DJL nor
 * TorchScript offers. A C++ exception would end the process, so only what cannot fail in its place is called.
 */
final class TorchSymbols {

    private final NativeLibrary library;

    private TorchSymbols(String name) {
        library = NativeLibrary.getInstance(name);
    }

    /** Global settings. */
    static TorchSymbols torchCpu() {
        return new TorchSymbols("libtorch_cpu.so");
    }

    /** CUDA's kernels and graphs. */
    static TorchSymbols torchCuda() {
        return new TorchSymbols("libtorch_cuda.so");
    }

    /** CUDA's devices, streams and memory. */
    static TorchSymbols c10Cuda() {
        return new TorchSymbols("libc10_cuda.so");
    }

    /** Where a global variable lies. */
    Pointer variable(String symbol) {
        return library.getGlobalVariableAddress(symbol);
    }

    void call(String symbol, Object... arguments) {
        library.getFunction(symbol).invokeVoid(arguments);
    }

    <T> T call(Class<T> type, String symbol, Object... arguments) {
        return type.cast(library.getFunction(symbol).invoke(type, arguments));
    }
}
