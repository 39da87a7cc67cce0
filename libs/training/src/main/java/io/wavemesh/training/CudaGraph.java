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

    private CudaGraph(Pointer stream) {
        this.object = new Memory(OBJECT_BYTES);
        this.stream = stream;
        object.clear();
    }

    /**
     * Captures what the work starts on the stream, without running it.
     *
     * @throws EngineException what the work throws; nothing is captured then
     */
    static CudaGraph capture(CudaStream stream, Runnable work) {
        CudaGraph graph = new CudaGraph(stream.raw());
        graph.begin();
        EngineException failure = null;
        try {
            work.run();
        } catch (EngineException e) {
            failure = e;
        }
        if (!CudaRuntime.capturing(stream.raw())) {
            throw new IllegalStateException("the capture of a step is void, libtorch cannot be used any more", failure);
        }
        graph.end();
        if (failure != null) {
            graph.close();
            throw failure;
        }
        return graph;
    }

    private void begin() {
        TorchSymbols torch = TorchSymbols.torchCuda();
        torch.call("_ZN2at4cuda9CUDAGraphC1Ev", object);
        String begin = "_ZN2at4cuda9CUDAGraph13capture_beginESt4pairIyyE21cudaStreamCaptureMode";
        torch.call(begin, object, 0L, 0L, THREAD_LOCAL);
    }

    private void end() {
        TorchSymbols.torchCuda().call("_ZN2at4cuda9CUDAGraph11capture_endEv", object);
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
