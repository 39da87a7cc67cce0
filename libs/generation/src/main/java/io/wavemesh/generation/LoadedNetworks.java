package io.wavemesh.generation;

import ai.onnxruntime.OrtEnvironment;
import io.wavemesh.sdxl.model.ModelFolder;
import io.wavemesh.sdxl.onnx.OnnxGraph;
import io.wavemesh.sdxl.onnx.OnnxNetworks;
import io.wavemesh.sdxl.onnx.Precision;

/** The networks of one engine, each loaded when first asked for. One thread at a time, but for {@link #denoisingGraph}. */
final class LoadedNetworks implements AutoCloseable {
    private final OrtEnvironment environment;
    private final ModelFolder folder;
    private final OnnxNetworks networks;
    private final EngineOptions options;
    private OnnxGraph denoisingGraph;
    private TextEncoders textEncoders;
    private Denoiser denoiser;
    private PictureDecoder decoder;
    private NoisePredictor predictor;
    private boolean closed;

    LoadedNetworks(OrtEnvironment environment, ModelFolder folder, OnnxNetworks networks, EngineOptions options) {
        this.environment = environment;
        this.folder = folder;
        this.networks = networks;
        this.options = options;
    }

    /** Safe for several threads. */
    synchronized OnnxGraph denoisingGraph() {
        if (denoisingGraph == null) {
            denoisingGraph = networks.denoising(Precision.FP32, options.targets());
        }
        return denoisingGraph;
    }

    TextEncoders textEncoders() {
        if (textEncoders == null) {
            requireOpen();
            textEncoders = new TextEncoders(environment, folder, networks, options.threads());
        }
        return textEncoders;
    }

    Denoiser denoiser() {
        if (denoiser == null) {
            requireOpen();
            denoiser = new Denoiser(environment, denoisingGraph(), options.threads());
        }
        return denoiser;
    }

    PictureDecoder decoder() {
        if (decoder == null) {
            requireOpen();
            decoder = new PictureDecoder(environment, networks, options.threads());
        }
        return decoder;
    }

    NoisePredictor predictor() {
        if (predictor == null) {
            requireOpen();
            OnnxGraph graph = networks.unet(Precision.FP32, options.targets());
            predictor = new NoisePredictor(environment, graph, options.threads());
        }
        return predictor;
    }

    private void requireOpen() {
        if (closed) {
            throw new IllegalStateException("the engine is closed");
        }
    }

    @Override
    public void close() {
        closed = true;
        if (textEncoders != null) {
            textEncoders.close();
            textEncoders = null;
        }
        if (denoiser != null) {
            denoiser.close();
            denoiser = null;
        }
        if (decoder != null) {
            decoder.close();
            decoder = null;
        }
        if (predictor != null) {
            predictor.close();
            predictor = null;
        }
    }
}
