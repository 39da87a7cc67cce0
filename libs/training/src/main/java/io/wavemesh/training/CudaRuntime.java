package io.wavemesh.training;

import ai.djl.engine.EngineException;
import com.sun.jna.Library;
import com.sun.jna.Native;
import com.sun.jna.Pointer;
import com.sun.jna.ptr.IntByReference;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** The CUDA runtime that libtorch has loaded. Its functions give error codes, where libtorch's own would end the process. */
final class CudaRuntime {

    private static final int OUT_OF_MEMORY = 2;
    /** cudaStreamCaptureStatusActive. */
    private static final int ACTIVE = 1;

    private static final Path LOADED = Path.of("/proc/self/maps");

    /** What is needed of CUDA's runtime API. */
    interface Functions extends Library {
        /** Waits for all work of the current device. */
        int cudaDeviceSynchronize();

        /** Starts a graph on a stream. */
        int cudaGraphLaunch(Pointer graph, Pointer stream);

        /** Whether a stream is captured: 0 no, 1 yes, 2 it was and is void. */
        int cudaStreamIsCapturing(Pointer stream, IntByReference status);

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

    /** Whether the stream's capture goes on, and is not void. */
    static boolean capturing(Pointer stream) {
        IntByReference status = new IntByReference();
        check(Holder.FUNCTIONS.cudaStreamIsCapturing(stream, status));
        return status.getValue() == ACTIVE;
    }

    private static void check(int error) {
        if (error == OUT_OF_MEMORY) {
            throw new EngineException("CUDA out of memory beside libtorch");
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
