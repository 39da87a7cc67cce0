package io.wavemesh.generation;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtSession;
import io.wavemesh.sdxl.network.UNetConfig;
import io.wavemesh.sdxl.onnx.OnnxGraph;

/** One call of the UNet. */
final class NoisePredictor implements AutoCloseable {
    private final OrtEnvironment environment;
    private final NetworkSession session;
    private final AdapterTensors adapterInputs;

    NoisePredictor(SessionFactory sessions, OnnxGraph graph) {
        this.environment = sessions.environment();
        this.session = sessions.open("noise predictor", graph);
        this.adapterInputs = new AdapterTensors(graph.groups());
    }

    Latents predict(UNetInputs inputs, AdapterValues adapter) {
        Latents sample = inputs.sample();
        int batch = sample.images();
        try (Tensors tensors = new Tensors(environment)
                .floats("sample", sample.values(), sample.shape())
                .longs("timestep", inputs.timesteps(), batch)
                .floats(
                        "encoder_hidden_states",
                        inputs.context(),
                        batch,
                        inputs.tokens(),
                        inputs.context().length / ((long) batch * inputs.tokens()))
                .floats("text_embeds", inputs.pooled(), batch, inputs.pooled().length / batch)
                .floats("time_ids", inputs.timeIds(), batch, UNetConfig.TIME_IDS)) {
            adapterInputs.addTo(tensors, adapter);
            try (OrtSession.Result result = session.run(tensors)) {
                float[] noise = NetworkSession.floats(result, "out_sample");
                int channels = noise.length / (batch * sample.height() * sample.width());
                return new Latents(noise, batch, channels, sample.height(), sample.width());
            }
        }
    }

    @Override
    public void close() {
        session.close();
    }
}
