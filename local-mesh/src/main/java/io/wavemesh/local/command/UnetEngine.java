package io.wavemesh.local.command;

import io.wavemesh.generation.EngineOptions;
import io.wavemesh.generation.GenerationEngine;
import io.wavemesh.generation.Latents;
import io.wavemesh.generation.UNetInputs;
import io.wavemesh.generation.WeightedAdapter;
import io.wavemesh.sdxl.model.ModelFolder;
import io.wavemesh.sdxl.reference.ReferenceUNet;
import io.wavemesh.training.TorchUNet;
import io.wavemesh.waveft.adapter.Adapter;
import java.util.List;
import java.util.Optional;

/** What can compute the UNet. */
enum UnetEngine {
    /** ONNX Runtime, as the inference service does. */
    ONNX {
        @Override
        float[] predict(ModelFolder model, UnetTensors in, Optional<Adapter> adapter, DeviceOption device) {
            EngineOptions options = device.comparing(
                    EngineOptions.forAdapters(adapter.map(List::of).orElse(List.of())));
            try (GenerationEngine engine = GenerationEngine.open(model, options)) {
                int[] s = in.sampleShape();
                UNetInputs inputs = new UNetInputs(
                        new Latents(in.sample(), s[0], s[1], s[2], s[3]),
                        in.timesteps(),
                        in.contextShape()[1],
                        in.context(),
                        in.pooled(),
                        in.timeIds());
                List<WeightedAdapter> adapters = adapter.map(one -> WeightedAdapter.of(engine.prepare(one)))
                        .map(List::of)
                        .orElse(List.of());
                return engine.predictNoise(inputs, adapters).values();
            }
        }
    },

    /** libtorch, as the trainer does. */
    TORCH {
        @Override
        float[] predict(ModelFolder model, UnetTensors in, Optional<Adapter> adapter, DeviceOption device) {
            try (TorchUNet unet = TorchUNet.open(model, adapter, device.comparing())) {
                return unet.predict(in.forReference()).values();
            }
        }
    },

    /** Plain Java: slow, and written for reading. */
    REFERENCE {
        @Override
        float[] predict(ModelFolder model, UnetTensors in, Optional<Adapter> adapter, DeviceOption device) {
            ReferenceUNet unet =
                    adapter.map(one -> ReferenceUNet.of(model, one)).orElseGet(() -> ReferenceUNet.of(model));
            return unet.predict(in.forReference()).values();
        }
    };

    /** One forward pass in fp32: [B, C, h, w], row-major. */
    abstract float[] predict(ModelFolder model, UnetTensors in, Optional<Adapter> adapter, DeviceOption device);

    static UnetEngine of(String name) {
        return switch (name) {
            case "onnx" -> ONNX;
            case "torch" -> TORCH;
            case "reference" -> REFERENCE;
            default ->
                throw new IllegalArgumentException("--engine must be onnx, torch or reference, was '" + name + "'");
        };
    }
}
