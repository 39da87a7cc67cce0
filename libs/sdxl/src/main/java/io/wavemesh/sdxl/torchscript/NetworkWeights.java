package io.wavemesh.sdxl.torchscript;

import io.wavemesh.sdxl.network.Convolution;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The weights that a network's operations look up, and its Linear layers, in the order of the forward pass. */
final class NetworkWeights {

    private final Map<String, List<Long>> shapes = new LinkedHashMap<>();
    private final List<LinearModule> linears = new ArrayList<>();
    private final List<List<String>> joints = new ArrayList<>();
    private int stage = -1;

    /** What follows belongs to the stage. */
    void enter(int index) {
        stage = index;
    }

    void linear(String module, int in, int out, boolean bias) {
        if (add(module + ".weight", out, in)) {
            linears.add(new LinearModule(module, in, out, stage));
        }
        if (bias) {
            add(module + ".bias", out);
        }
    }

    /** The layers have one input and one shape. */
    void joint(List<String> modules) {
        joints.add(List.copyOf(modules));
    }

    void convolution(String module, Convolution shape) {
        add(module + ".weight", shape.outChannels(), shape.inChannels(), shape.kernel(), shape.kernel());
        add(module + ".bias", shape.outChannels());
    }

    void norm(String module, int channels) {
        add(module + ".weight", channels);
        add(module + ".bias", channels);
    }

    void table(String module, int rows, int width) {
        add(module + ".weight", rows, width);
    }

    Map<String, List<Long>> shapes() {
        return Collections.unmodifiableMap(shapes);
    }

    List<List<String>> joints() {
        return List.copyOf(joints);
    }

    List<LinearModule> linears() {
        return List.copyOf(linears);
    }

    private boolean add(String name, long... shape) {
        return shapes.put(name, Arrays.stream(shape).boxed().toList()) == null;
    }
}
