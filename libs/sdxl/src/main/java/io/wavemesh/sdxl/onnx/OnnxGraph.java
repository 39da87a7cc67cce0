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
    private final List<AdapterGroup> groups;

    OnnxGraph(byte[] model, Path weightsFolder, List<AdapterGroup> groups) {
        this.model = model;
        this.weightsFolder = weightsFolder;
        this.groups = List.copyOf(groups);
    }

    /** The serialized model; not copied. */
    public byte[] model() {
        return model;
    }

    /** The folder that the locations of weights are relative to; a real path, without links. */
    public Path weightsFolder() {
        return weightsFolder;
    }

    /** The layers with adapter inputs, by shape. */
    public List<AdapterGroup> groups() {
        return groups;
    }
}
