package io.wavemesh.training;

import ai.djl.engine.EngineException;
import com.sun.jna.Memory;
import com.sun.jna.Pointer;

/** at::cuda::CUDAGraph: work that was captured once and is started as a whole. */
final class CudaGraph implements AutoCloseable {

    /** More than the object takes in any version. */
    private static final int OBJECT_BYTES = 4096;
    /** cudaStreamCaptureModeThreadLocal: what other threads do on other streams stays allowed. */
    private static final int THREAD_LOCAL = 1;

    /** Second member of the object, after cudaGraph_t: cudaGraphExec_t. */
    private static final int EXECUTABLE = 8;

    private final Memory object;
    private final Pointer stream;

    private CudaGraph(Memory object, Pointer stream) {
        this.object = object;
        this.stream = stream;
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
            // the object's own end would throw through foreign frames; it is left alone
            CudaRuntime.abandonCapture(stream.raw());
            throw e;
        }
        torch.call("_ZN2at4cuda9CUDAGraph11capture_endEv", object);
        return new CudaGraph(object, stream.raw());
    }

    /**
     * Starts the work.
     *
     * @throws EngineException if CUDA refuses
     */
    void replay() {
        CudaRuntime.launch(object.getPointer(EXECUTABLE), stream);
    }

    /** Frees the graph and its memory; what it started must be done. */
    @Override
    public void close() {
        TorchSymbols.torchCuda().call("_ZN2at4cuda9CUDAGraphD1Ev", object);
    }
}
