package io.wavemesh.generation;

import io.wavemesh.sdxl.onnx.AdapterGroup;
import java.util.List;

/** Gives a graph its adapter inputs. */
final class AdapterTensors {
    private final List<AdapterGroup> groups;

    AdapterTensors(List<AdapterGroup> groups) {
        this.groups = groups;
    }

    /** Inputs of all groups; those that the adapter leaves alone get empty ones. Nothing is copied. */
    void addTo(Tensors tensors, AdapterValues adapter) {
        for (AdapterGroup group : groups) {
            AdapterTable table = adapter.table(group);
            int count = table.count();
            tensors.longs(group.indexInput(), table.index().duplicate(), 1, count, 1);
            tensors.numbers(group.valueInput(), table.values(), group.layers().size(), count);
        }
    }
}
