package io.wavemesh.local.command;

import io.wavemesh.generation.EngineOptions;
import io.wavemesh.generation.GenerationEngine;
import io.wavemesh.generation.Latents;
import io.wavemesh.generation.UNetInputs;
import io.wavemesh.generation.WeightedAdapter;
import io.wavemesh.sdxl.model.Component;
import io.wavemesh.sdxl.model.ModelFolder;
import io.wavemesh.sdxl.network.UNet;
import io.wavemesh.sdxl.reference.AdaptedWeights;
import io.wavemesh.sdxl.reference.NetworkCosts;
import io.wavemesh.sdxl.reference.ReferenceUNet;
import io.wavemesh.sdxl.reference.Tensor;
import io.wavemesh.sdxl.reference.WeightSource;
import java.util.List;

/** What can compute the UNet. */
enum UnetEngine {
    /** ONNX Runtime, as the inference service does. */
    ONNX {
        @Override
        float[] predict(ModelFolder model, UnetTensors in, List<WeightedFolder> adapters) {
            EngineOptions options = EngineOptions.forAdapters(
                    adapters.stream().map(WeightedFolder::adapter).toList());
            try (GenerationEngine engine = GenerationEngine.open(model, options)) {
                int[] s = in.sampleShape();
                UNetInputs inputs = new UNetInputs(
                        new Latents(in.sample(), s[0], s[1], s[2], s[3]),
                        in.timesteps(),
                        in.contextShape()[1],
                        in.context(),
                        in.pooled(),
                        in.timeIds());
                List<WeightedAdapter> weighted = adapters.stream()
                        .map(one -> new WeightedAdapter(engine.prepare(one.adapter()), one.weight()))
                        .toList();
                return engine.predictNoise(inputs, weighted).values();
            }
        }
    },

    /** Plain Java: slow, and written for reading. */
    REFERENCE {
        @Override
        float[] predict(ModelFolder model, UnetTensors in, List<WeightedFolder> adapters) {
            UNet network = new UNet(model.unetConfig());
            WeightSource weights = WeightSource.of(model.weights(Component.UNET));
            for (WeightedFolder one : adapters) {
                one.adapter().requireFits(NetworkCosts.linearLayers(network));
                weights = new AdaptedWeights(weights, one.adapter(), one.weight());
            }
            float[] timesteps = new float[in.timesteps().length];
            for (int i = 0; i < timesteps.length; i++) {
                timesteps[i] = in.timesteps()[i];
            }
            return new ReferenceUNet(network, weights)
                    .predict(new io.wavemesh.sdxl.reference.UNetInputs(
                            Tensor.of(in.sample(), in.sampleShape()),
                            Tensor.of(timesteps, timesteps.length),
                            Tensor.of(in.context(), in.contextShape()),
                            Tensor.of(in.pooled(), in.pooledShape()),
                            Tensor.of(in.timeIds(), in.timeIdsShape())))
                    .values();
        }
    };

    /** One forward pass with adapters: [B, C, h, w], row-major. */
    abstract float[] predict(ModelFolder model, UnetTensors in, List<WeightedFolder> adapters);

    static UnetEngine of(String name) {
        return switch (name) {
            case "onnx" -> ONNX;
            case "reference" -> REFERENCE;
            default ->
                throw new IllegalArgumentException("--engine must be onnx, torch or reference, was '" + name + "'");
        };
    }
}
