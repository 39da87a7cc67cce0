package io.wavemesh.training;

import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import io.wavemesh.sdxl.model.Component;
import io.wavemesh.sdxl.model.ModelFolder;
import io.wavemesh.sdxl.network.ClipTextEncoder;
import io.wavemesh.sdxl.torchscript.TorchScriptNetwork;

/** One of the two text encoders in libtorch. One thread at a time. */
final class TextEncoder implements AutoCloseable {

    private final TorchModule module;

    TextEncoder(TorchRuntime runtime, ModelFolder model, Component component, TrainingEngineOptions options) {
        TorchScriptNetwork network = TorchScriptNetwork.of(new ClipTextEncoder(model.textConfig(component)));
        module = new TorchModule(
                runtime,
                TorchText.archive(options, options.precision().dtype())
                        .add(network)
                        .methods(TorchText.resource("text_encoder.py")));
        try {
            module.put(model.weights(component), network.weights());
        } catch (RuntimeException e) {
            module.close();
            throw e;
        }
    }

    /** The encoder's outputs for token ids [count, 77], in fp32. */
    ClipTextEncoder.Output<FloatTensor> encode(long[] ids, int count) {
        return module.call(
                "encode_ids",
                scope -> new NDList(scope.create(ids, new Shape(count, ids.length / count))),
                results -> new ClipTextEncoder.Output<>(
                        FloatTensor.of(results.get(0)),
                        FloatTensor.of(results.get(1)),
                        FloatTensor.of(results.get(2))));
    }

    @Override
    public void close() {
        module.close();
    }
}
