package io.wavemesh.generation;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtSession;
import io.wavemesh.sdxl.onnx.OnnxNetworks;
import io.wavemesh.sdxl.onnx.Precision;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Turns latents into pictures, one at a time to bound memory. */
final class PictureDecoder implements AutoCloseable {
    private final OrtEnvironment environment;
    private final NetworkSession session;
    private final float scalingFactor;

    PictureDecoder(SessionFactory sessions, OnnxNetworks networks, Precision precision) {
        this.environment = sessions.environment();
        this.session = sessions.openSeldomUsed("VAE decoder", networks.vaeDecoder(precision));
        this.scalingFactor = (float) networks.autoencoderConfig().scalingFactor();
    }

    /** One array an image, [3, height, width]. */
    List<float[]> decode(Latents latents) {
        int size = latents.values().length / latents.images();
        List<float[]> pictures = new ArrayList<>();
        for (int image = 0; image < latents.images(); image++) {
            float[] one = Arrays.copyOfRange(latents.values(), image * size, (image + 1) * size);
            for (int i = 0; i < one.length; i++) {
                one[i] /= scalingFactor;
            }
            try (Tensors tensors = new Tensors(environment)
                            .floats("latent_sample", one, 1, latents.channels(), latents.height(), latents.width());
                    OrtSession.Result result = session.run(tensors)) {
                pictures.add(NetworkSession.floats(result, "sample"));
            }
        }
        return pictures;
    }

    @Override
    public void close() {
        session.close();
    }
}
