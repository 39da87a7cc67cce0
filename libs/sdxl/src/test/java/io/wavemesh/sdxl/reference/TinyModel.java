package io.wavemesh.sdxl.reference;

import io.wavemesh.sdxl.model.ModelFolder;
import io.wavemesh.testkit.Golden;
import java.util.Arrays;

/** The tiny SDXL of the golden vectors, and its tensors. */
final class TinyModel {
    static final ModelFolder FOLDER = ModelFolder.open(Golden.tinyModel());

    private TinyModel() {}

    /** A golden tensor of floating-point numbers. */
    static Tensor tensor(String key) {
        return Tensor.of(Golden.floats(key), shape(key));
    }

    /** A golden tensor of integers as numbers. */
    static Tensor integers(String key) {
        long[] values = Golden.longs(key);
        float[] numbers = new float[values.length];
        for (int i = 0; i < values.length; i++) {
            numbers[i] = values[i];
        }
        return Tensor.of(numbers, shape(key));
    }

    private static int[] shape(String key) {
        return Arrays.stream(Golden.shape(key)).mapToInt(Math::toIntExact).toArray();
    }

    /** The inputs of a UNet call stored under a prefix. */
    static UNetInputs unetInputs(String prefix) {
        return new UNetInputs(
                tensor(prefix + ".sample"),
                integers(prefix + ".timestep"),
                tensor(prefix + ".encoder_hidden_states"),
                tensor(prefix + ".text_embeds"),
                tensor(prefix + ".time_ids"));
    }
}
