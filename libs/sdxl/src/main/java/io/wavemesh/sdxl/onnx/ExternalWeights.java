package io.wavemesh.sdxl.onnx;

import io.wavemesh.sdxl.model.Weights;
import io.wavemesh.waveft.safetensors.TensorEntry;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;

/** A component's weights in the files where they are; nothing is copied. */
final class ExternalWeights implements WeightSource {
    private final Weights weights;
    private final Function<Path, String> naming;

    private ExternalWeights(Weights weights, Function<Path, String> naming) {
        this.weights = weights;
        this.naming = naming;
    }

    /** Files named by their path below {@link #commonFolder}. */
    static ExternalWeights inPlace(Weights weights) {
        Path folder = commonFolder(weights);
        return new ExternalWeights(weights, file -> folder.relativize(file)
                .toString()
                .replace(file.getFileSystem().getSeparator(), "/"));
    }

    /** Files under the names that the function gives them. */
    static ExternalWeights renamed(Weights weights, Function<Path, String> naming) {
        return new ExternalWeights(weights, naming);
    }

    /** The deepest folder that all of the component's files are below, by their real paths. */
    static Path commonFolder(Weights weights) {
        List<Path> files = weights.files();
        Path folder = files.get(0).getParent();
        for (Path file : files) {
            while (!file.startsWith(folder)) {
                folder = folder.getParent();
            }
        }
        return folder;
    }

    @Override
    public Location locate(String tensor) {
        TensorEntry entry = weights.entry(tensor);
        return new Location(
                naming.apply(weights.file(tensor)),
                ElementType.ofWeights(tensor, entry.dtype()),
                entry.shape(),
                entry.offset(),
                entry.byteCount());
    }
}
