package io.wavemesh.training;

import ai.djl.engine.EngineException;
import com.sun.jna.Memory;
import com.sun.jna.NativeLibrary;
import com.sun.jna.Pointer;
import com.sun.jna.ptr.PointerByReference;

/** at::cuda::CUDAGraph: work that was captured once and is started as a whole. */
final class CudaGraph implements AutoCloseable {

    /** More than the object takes in any version. */
    private static final int OBJECT_BYTES = 4096;
    /** cudaStreamCaptureModeThreadLocal: what other threads do on other streams stays allowed. */
    private static final int THREAD_LOCAL = 1;

    private final Memory object;

    private CudaGraph(Memory object) {
        this.object = object;
    }

    /**
     * Captures what the work starts on the stream, without running it.
     *
     * @throws EngineException what the work throws; the stream can be used after it
     */
    static CudaGraph capture(CudaStream stream, Runnable work) {
        TorchSymbols torch = TorchSymbols.torchCuda();
        Memory object = new Memory(OBJECT_BYTES);
        object.clear();
        torch.call("_ZN2at4cuda9CUDAGraphC1Ev", object);
        torch.call(
                "_ZN2at4cuda9CUDAGraph13capture_beginESt4pairIyyE21cudaStreamCaptureMode",
                object,
                0L,
                0L,
                THREAD_LOCAL);
        try {
            work.run();
        } catch (EngineException e) {
            abandon(stream);
            throw e;
        }
        torch.call("_ZN2at4cuda9CUDAGraph11capture_endEv", object);
        return new CudaGraph(object);
    }

    /** libtorch's own end would throw through foreign frames here; the half-made object is left alone. */
    private static void abandon(CudaStream stream) {
        PointerByReference unfinished = new PointerByReference(Pointer.NULL);
        NativeLibrary.getInstance("libcudart.so.12")
                .getFunction("cudaStreamEndCapture")
                .invokeInt(new Object[] {stream.raw(), unfinished});
    }

    /** Starts the work. */
    void replay() {
        TorchSymbols.torchCuda().call("_ZN2at4cuda9CUDAGraph6replayEv", object);
    }

    /** Frees the graph and its memory; what it started must be done. */
    @Override
    public void close() {
        TorchSymbols.torchCuda().call("_ZN2at4cuda9CUDAGraphD1Ev", object);
    }
}
