package io.wavemesh.local.command;

import io.wavemesh.sdxl.model.Component;
import io.wavemesh.sdxl.model.ModelFolder;
import io.wavemesh.sdxl.model.Weights;
import io.wavemesh.waveft.LayerShape;
import java.util.Map;
import java.util.TreeMap;

/** The linear layers of a base model's UNet, which adapters can change. */
final class LinearLayers {
    private static final String WEIGHT = ".weight";

    private LinearLayers() {}

    /** Shapes by module path, from the weights' headers alone. */
    static Map<String, LayerShape> of(ModelFolder model) {
        Weights weights = model.weights(Component.UNET);
        Map<String, LayerShape> layers = new TreeMap<>();
        for (String name : weights.names()) {
            long[] shape = weights.entry(name).shape();
            if (name.endsWith(WEIGHT) && shape.length == 2) {
                String module = name.substring(0, name.length() - WEIGHT.length());
                layers.put(module, new LayerShape(Math.toIntExact(shape[0]), Math.toIntExact(shape[1])));
            }
        }
        return layers;
    }
}
