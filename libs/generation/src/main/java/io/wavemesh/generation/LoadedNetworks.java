package io.wavemesh.generation;

import ai.onnxruntime.OrtEnvironment;
import io.wavemesh.sdxl.model.ModelFolder;
import io.wavemesh.sdxl.onnx.OnnxGraph;
import io.wavemesh.sdxl.onnx.OnnxNetworks;
import io.wavemesh.sdxl.onnx.Precision;

/** The networks of one engine, each loaded when first asked for. One thread at a time, but for {@link #denoisingGraph}. */
final class LoadedNetworks implements AutoCloseable {
    private final ModelFolder folder;
    private final OnnxNetworks networks;
    private final EngineOptions options;
    private final SessionFactory sessions;
    private OnnxGraph denoisingGraph;
    private TextEncoders textEncoders;
    private Denoiser denoiser;
    private PictureDecoder decoder;
    private NoisePredictor predictor;
    private boolean closed;

    LoadedNetworks(OrtEnvironment environment, ModelFolder folder, OnnxNetworks networks, EngineOptions options) {
        this.folder = folder;
        this.networks = networks;
        this.options = options;
        this.sessions = new SessionFactory(environment, options);
    }

    /** Safe for several threads. */
    synchronized OnnxGraph denoisingGraph() {
        if (denoisingGraph == null) {
            denoisingGraph = networks.denoising(options.precision(), options.targets());
        }
        return denoisingGraph;
    }

    TextEncoders textEncoders() {
        if (textEncoders == null) {
            requireOpen();
            textEncoders = new TextEncoders(sessions, folder, networks, options.precision());
        }
        return textEncoders;
    }

    Denoiser denoiser() {
        if (denoiser == null) {
            requireOpen();
            denoiser = new Denoiser(sessions, denoisingGraph());
        }
        return denoiser;
    }

    PictureDecoder decoder() {
        if (decoder == null) {
            requireOpen();
            decoder = new PictureDecoder(sessions, networks, vaePrecision());
        }
        return decoder;
    }

    NoisePredictor predictor() {
        if (predictor == null) {
            requireOpen();
            OnnxGraph graph = networks.unet(options.precision(), options.targets());
            predictor = new NoisePredictor(sessions, graph);
        }
        return predictor;
    }

    private Precision vaePrecision() {
        return networks.autoencoderConfig().forceUpcast() ? Precision.FP32 : options.precision();
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
