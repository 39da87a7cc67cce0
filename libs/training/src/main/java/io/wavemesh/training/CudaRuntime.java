package io.wavemesh.training;

import ai.djl.engine.EngineException;
import com.sun.jna.Library;
import com.sun.jna.Native;
import com.sun.jna.Pointer;
import com.sun.jna.ptr.PointerByReference;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** The CUDA runtime that libtorch has loaded. Its functions give error codes, where libtorch's own would end the process. */
final class CudaRuntime {

    private static final int OUT_OF_MEMORY = 2;
    private static final Path LOADED = Path.of("/proc/self/maps");

    /** What is needed of CUDA's runtime API. */
    interface Functions extends Library {
        /** Waits for all work of the current device. */
        int cudaDeviceSynchronize();

        /** Starts a graph on a stream. */
        int cudaGraphLaunch(Pointer graph, Pointer stream);

        /** Ends a capture. */
        int cudaStreamEndCapture(Pointer stream, PointerByReference graph);

        /** An error in words. */
        String cudaGetErrorString(int error);
    }

    private static final class Holder {
        static final Functions FUNCTIONS = Native.load(library(), Functions.class);
    }

    private CudaRuntime() {}

    static void synchronize() {
        check(Holder.FUNCTIONS.cudaDeviceSynchronize());
    }

    static void launch(Pointer graph, Pointer stream) {
        check(Holder.FUNCTIONS.cudaGraphLaunch(graph, stream));
    }

    /** Ends a capture that came to nothing. */
    static void abandonCapture(Pointer stream) {
        Holder.FUNCTIONS.cudaStreamEndCapture(stream, new PointerByReference(Pointer.NULL));
    }

    private static void check(int error) {
        if (error == OUT_OF_MEMORY) {
            throw new EngineException("CUDA out of memory while a step was started");
        }
        if (error != 0) {
            throw new EngineException("CUDA error %d: %s".formatted(error, Holder.FUNCTIONS.cudaGetErrorString(error)));
        }
    }

    /** Distributions name the file differently, so the loaded one is looked for. */
    private static String library() {
        try (Stream<String> lines = Files.lines(LOADED)) {
            return lines.filter(line -> line.contains("/libcudart"))
                    .map(line -> line.substring(line.indexOf('/')))
                    .findFirst()
                    .orElseThrow(() -> new EngineException("libtorch has loaded no CUDA runtime"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
