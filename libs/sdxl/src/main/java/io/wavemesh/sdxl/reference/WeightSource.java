package io.wavemesh.sdxl.reference;

import io.wavemesh.sdxl.model.Weights;
import io.wavemesh.waveft.safetensors.TensorEntry;

/** Where the interpreter takes its weights from. */
@FunctionalInterface
public interface WeightSource {
    /**
     * @param name full name in the model's file such as {@code conv_in.weight}
     * @return the weight in its stored shape; the interpreter does not write to it
     */
    Tensor weight(String name);

    /** The weights of a model's component. */
    static WeightSource of(Weights weights) {
        return name -> {
            TensorEntry entry = weights.entry(name);
            long[] stored = entry.shape();
            int[] shape = new int[stored.length];
            for (int i = 0; i < shape.length; i++) {
                shape[i] = Math.toIntExact(stored[i]);
            }
            return Tensor.of(weights.floats(name), shape);
        };
    }
}
