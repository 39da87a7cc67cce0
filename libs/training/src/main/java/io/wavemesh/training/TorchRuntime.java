package io.wavemesh.training;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.engine.EngineException;
import ai.djl.ndarray.NDManager;
import ai.djl.pytorch.jni.JniUtils;
import java.util.Locale;

/** libtorch, loaded once a process by DJL. */
final class TorchRuntime {

    private static final String ENGINE = "PyTorch";
    private static final String OFFLINE = "ai.djl.offline";
    private static final String NO_TRACKING = "OPT_OUT_TRACKING";
    private static final String OWN_LIBRARY = "PYTORCH_LIBRARY_PATH";

    private final Engine engine;

    private TorchRuntime(Engine engine) {
        this.engine = engine;
    }

    /**
     * Loads libtorch, or gives the one that is loaded. What it reads at that moment is as these options, the process's first,
     * need it.
     *
     * @throws TorchUnavailableException if there is none for this platform
     */
    static synchronized TorchRuntime load(TrainingEngineOptions options) {
        String system = System.getProperty("os.name") + " " + System.getProperty("os.arch");
        boolean bundled = system.toLowerCase(Locale.ROOT).matches("linux (amd64|x86_64)");
        if (!bundled && System.getenv(OWN_LIBRARY) == null) {
            throw new TorchUnavailableException(
                    "training needs Linux on x86_64, or libtorch's folder in " + OWN_LIBRARY + "; this is " + system,
                    null);
        }
        setIfAbsent(OFFLINE, "true");
        setIfAbsent(NO_TRACKING, "true");
        try {
            LibtorchEnvironment.prepare(options);
            return new TorchRuntime(Engine.getEngine(ENGINE));
        } catch (EngineException | UnsatisfiedLinkError e) {
            Throwable root = e;
            while (root.getCause() != null) {
                root = root.getCause();
            }
            throw new TorchUnavailableException("libtorch cannot be loaded: " + root.getMessage(), e);
        }
    }

    /** Makes the process's settings those of the options; to be called before each use, as engines may differ in them. */
    void configure(TrainingEngineOptions options) {
        JniUtils.setNumThreads(options.threads());
        if (!options.onCpu()) {
            TorchContext.configure(options);
        }
    }

    /** A scope for arrays on the CPU; closed by the caller. */
    NDManager scope() {
        return engine.newBaseManager(Device.cpu());
    }

    /** libtorch's version. */
    String version() {
        return engine.getVersion();
    }

    /**
     * Switches the graph executor's optimizer off for this thread: with it two equal calls of a factory in one method become
     * one tensor.
     */
    static void prepareThread() {
        JniUtils.setGraphExecutorOptimize(false);
    }

    private static void setIfAbsent(String property, String value) {
        if (System.getProperty(property) == null) {
            System.setProperty(property, value);
        }
    }
}
