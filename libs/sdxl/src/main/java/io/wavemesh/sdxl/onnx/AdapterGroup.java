package io.wavemesh.sdxl.onnx;

import java.util.List;

/**
 * The target layers of one shape. They share two graph inputs: {@code adapter.<out>x<in>.index}, int64 [1, K, 1], the flat
 * positions (row · in + column) of K weights, each at most once; and {@code adapter.<out>x<in>.value} [L, K], for each layer in the order of
 * {@code layers} what is added there.
 *
 * @param layers L of them, all of the shape [out, in]
 * @param halfValues the values are fp16, else fp32
 */
public record AdapterGroup(int out, int in, List<TargetLayer> layers, boolean halfValues) {

    /** Copies the list. */
    public AdapterGroup {
        layers = List.copyOf(layers);
    }

    /** Name of the input with the positions. */
    public String indexInput() {
        return name() + ".index";
    }

    /** Name of the input with the values. */
    public String valueInput() {
        return name() + ".value";
    }

    private String name() {
        return "adapter." + out + "x" + in;
    }
}
