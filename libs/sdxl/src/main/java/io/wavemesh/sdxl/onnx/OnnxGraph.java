package io.wavemesh.sdxl.onnx;

import java.nio.file.Path;
import java.util.List;

/**
 * A finished graph. Its weights are not in it: they lie below a folder that the runtime is told, ONNX Runtime by the session
 * option {@code session.model_external_initializers_file_folder_path}.
 */
public final class OnnxGraph {
    private final byte[] model;
    private final Path weightsFolder;
    private final List<TargetLayer> targets;

    OnnxGraph(byte[] model, Path weightsFolder, List<TargetLayer> targets) {
        this.model = model;
        this.weightsFolder = weightsFolder;
        this.targets = List.copyOf(targets);
    }

    /** The serialized model; not copied. */
    public byte[] model() {
        return model;
    }

    /** The folder that the locations of weights are relative to; a real path, without links. */
    public Path weightsFolder() {
        return weightsFolder;
    }

    /** The layers with adapter inputs, in the order of the network. */
    public List<TargetLayer> targets() {
        return targets;
    }
}
