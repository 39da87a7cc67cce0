package io.wavemesh.generation;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtLoggingLevel;
import ai.onnxruntime.OrtSession.SessionOptions;
import ai.onnxruntime.providers.OrtCUDAProviderOptions;
import io.wavemesh.sdxl.onnx.OnnxGraph;
import io.wavemesh.sdxl.onnx.Precision;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** Makes sessions on an engine's device. */
class SessionFactory {
    private static final String WEIGHTS_FOLDER = "session.model_external_initializers_file_folder_path";
    private static final String SPINNING = "session.intra_op.allow_spinning";

    private final OrtEnvironment environment;
    private final EngineOptions options;

    SessionFactory(OrtEnvironment environment, EngineOptions options) {
        this.environment = environment;
        this.options = options;
    }

    OrtEnvironment environment() {
        return environment;
    }

    /** Loads a network; throws {@link EngineFailureException} if the runtime cannot. */
    NetworkSession open(String name, OnnxGraph graph) {
        return open(name, graph, Optional.empty());
    }

    /** As {@link #open}, for a network that runs seldom: where device memory is limited, it gives it back after a run. */
    NetworkSession openSeldomUsed(String name, OnnxGraph graph) {
        OptionalInt device = options.cudaDevice();
        return open(
                name,
                graph,
                options.memoryLimit() > 0 && device.isPresent()
                        ? Optional.of("gpu:" + device.getAsInt())
                        : Optional.empty());
    }

    private NetworkSession open(String name, OnnxGraph graph, Optional<String> shrinking) {
        try (SessionOptions settings = new SessionOptions()) {
            settings.setSessionLogLevel(OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR);
            settings.setIntraOpNumThreads(options.threads());
            // Threads that wait by spinning take the cores from the other processes of the mesh.
            settings.addConfigEntry(SPINNING, "0");
            settings.addConfigEntry(WEIGHTS_FOLDER, graph.weightsFolder().toString());
            if (options.profile().isPresent()) {
                settings.enableProfiling(options.profile().get() + "-" + name.replace(' ', '-'));
            }
            if (options.cudaDevice().isPresent()) {
                addCuda(settings, options.cudaDevice().getAsInt());
            }
            return new NetworkSession(name, environment.createSession(model(graph), settings), shrinking);
        } catch (OrtException e) {
            throw EngineFailureException.of("cannot load the " + name, e);
        }
    }

    /** The serialized model that is loaded. */
    byte[] model(OnnxGraph graph) {
        return graph.model();
    }

    private void addCuda(SessionOptions settings, int device) {
        boolean tf32 = options.precision() == Precision.FP16;
        try (OrtCUDAProviderOptions provider = new OrtCUDAProviderOptions(device)) {
            Map<String, String> all = options.cuda().forSession(device, options.memoryLimit(), tf32);
            for (Map.Entry<String, String> option : all.entrySet()) {
                provider.add(option.getKey(), option.getValue());
            }
            settings.addCUDA(provider);
        } catch (OrtException e) {
            throw new EngineFailureException("cannot use the device " + options.device(), e);
        }
    }
}
