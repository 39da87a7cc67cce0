package io.wavemesh.training;

import ai.djl.engine.EngineException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;

/**
 * Steps of which the first few are calls, and the rest replays of one captured call: a step is some ten thousand kernels, and
 * starting them one by one takes longer than computing them where the batch is small.
 *
 * <p>A captured step finds everything at the addresses of its capture, so the batch, the trained numbers and AdamW's state must
 * stay where they are; it draws nothing at random, reads nothing from the host and waits for nothing. The calls before it make
 * libraries choose their algorithms and allocate their workspaces, which cannot be done while capturing.
 */
final class CapturedSteps implements StepRunner {

    /** Steps that are calls. */
    static final int WARM_UP = 2;

    private static final Logger LOG = System.getLogger(CapturedSteps.class.getName());

    private final TrainableUNet unet;
    private final CudaStream stream;
    private CudaGraph graph;
    private int called;
    private boolean refused;

    /** Everything on this thread goes to a stream of its own until this is closed. */
    CapturedSteps(TrainableUNet unet, int device) {
        this.unet = unet;
        this.stream = CudaStream.enter(device);
    }

    @Override
    public void step() {
        if (graph == null && called >= WARM_UP && !refused) {
            capture();
        }
        if (graph != null) {
            replay();
        } else {
            unet.advance();
            called++;
        }
    }

    private void replay() {
        try {
            graph.replay();
        } catch (EngineException e) {
            refused = true;
            drop();
            throw e;
        }
    }

    private void refuse(String reason) {
        refused = true;
        LOG.log(Level.WARNING, "the step cannot be captured, each one is called: {0}", reason);
    }

    private void drop() {
        if (graph != null) {
            graph.close();
            graph = null;
        }
    }

    private void capture() {
        stream.synchronize();
        // the graph has memory of its own: what the calls before it took is free again
        if (!unet.memory().sufficesForGraph()) {
            refuse("memory is too short");
            return;
        }
        try {
            graph = CudaGraph.capture(stream, unet::advance);
        } catch (EngineException e) {
            refuse(e.getMessage());
        }
    }

    @Override
    public void close() {
        try {
            stream.synchronize();
        } finally {
            drop();
            stream.close();
        }
    }
}
