package io.wavemesh.training;

import ai.djl.ndarray.NDList;
import io.wavemesh.pictures.Picture;
import io.wavemesh.sdxl.model.Component;
import io.wavemesh.sdxl.model.ModelFolder;
import io.wavemesh.sdxl.network.AutoencoderConfig;
import io.wavemesh.sdxl.network.AutoencoderKl;
import io.wavemesh.sdxl.torchscript.TorchScriptArchive;
import io.wavemesh.sdxl.torchscript.TorchScriptNetwork;
import java.util.Arrays;

/** The autoencoder's encoder in libtorch, always in fp32 (SDXL's overflows in fp16). One thread at a time. */
final class LatentEncoder implements AutoCloseable {

    private static final float LEAST_LOG_VARIANCE = -30;
    private static final float MOST_LOG_VARIANCE = 20;

    /**
     * A picture's latents, scaled: a sample is mean + deviation · unit noise.
     *
     * @param mean [1, C, h, w]
     * @param deviation [1, C, h, w]
     */
    record Latents(FloatTensor mean, FloatTensor deviation) {}

    private final AutoencoderConfig config;
    private final TorchModule module;

    LatentEncoder(TorchRuntime runtime, ModelFolder model, TrainingEngineOptions options) {
        config = model.vaeConfig();
        TorchScriptNetwork network = TorchScriptNetwork.encoder(new AutoencoderKl(config));
        module = new TorchModule(
                runtime,
                TorchText.archive(options, TorchScriptArchive.FLOAT32)
                        .add(network)
                        .methods(TorchText.resource("latent_encoder.py")));
        try {
            module.put(model.weights(Component.VAE), network.weights());
        } catch (RuntimeException e) {
            module.close();
            throw e;
        }
    }

    /** Encodes the middle square of a picture at the given side. */
    Latents encode(Picture picture, int resolution) {
        return latents(moments(new FloatTensor(picture.toTensor(resolution), 1, 3, resolution, resolution)));
    }

    /** The encoder's output for pictures [B, 3, H, W]: means, then log variances, [B, 2 C, h, w]. */
    FloatTensor moments(FloatTensor pictures) {
        return module.call(
                "moments", scope -> new NDList(pictures.array(scope)), results -> FloatTensor.of(results.get(0)));
    }

    private Latents latents(FloatTensor moments) {
        float scaling = (float) config.scalingFactor();
        int half = moments.values().length / 2;
        float[] mean = Arrays.copyOf(moments.values(), half);
        float[] deviation = Arrays.copyOfRange(moments.values(), half, 2 * half);
        for (int i = 0; i < half; i++) {
            float logVariance = Math.min(MOST_LOG_VARIANCE, Math.max(LEAST_LOG_VARIANCE, deviation[i]));
            mean[i] *= scaling;
            deviation[i] = (float) Math.exp(0.5 * logVariance) * scaling;
        }
        long[] shape = {1, config.latentChannels(), moments.shape()[2], moments.shape()[3]};
        return new Latents(new FloatTensor(mean, shape), new FloatTensor(deviation, shape));
    }

    @Override
    public void close() {
        module.close();
    }
}
