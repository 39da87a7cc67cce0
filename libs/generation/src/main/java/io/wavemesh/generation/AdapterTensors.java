package io.wavemesh.generation;

import io.wavemesh.generation.AdapterValues.Entries;
import io.wavemesh.sdxl.onnx.TargetLayer;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import java.util.List;

/** Gives a graph its adapter inputs. */
final class AdapterTensors {
    private static final Entries UNTOUCHED =
            new Entries(NativeBuffers.copy(new int[0]), NativeBuffers.copy(new float[0]));

    private record Input(String module, String index, String value) {}

    private final List<Input> inputs;

    AdapterTensors(List<TargetLayer> targets) {
        this.inputs = targets.stream()
                .map(layer -> new Input(layer.module(), layer.indexInput(), layer.valueInput()))
                .toList();
    }

    /** Inputs of all target layers; those that the adapter leaves alone get empty ones. Nothing is copied. */
    void addTo(Tensors tensors, AdapterValues adapter) {
        for (Input input : inputs) {
            Entries entries = adapter.layer(input.module()).orElse(UNTOUCHED);
            IntBuffer index = entries.index().duplicate();
            FloatBuffer value = entries.value().duplicate();
            tensors.ints(input.index(), index, entries.count());
            tensors.floats(input.value(), value, entries.count());
        }
    }
}
