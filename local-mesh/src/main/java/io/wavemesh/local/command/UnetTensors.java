package io.wavemesh.local.command;

import io.wavemesh.sdxl.reference.Tensor;
import io.wavemesh.sdxl.reference.UNetInputs;
import io.wavemesh.waveft.safetensors.SafetensorsException;
import io.wavemesh.waveft.safetensors.SafetensorsFile;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * The inputs of one UNet call as a file has them, row-major. Arrays are not copied.
 *
 * @param sampleShape [B, C, h, w]
 * @param sample noisy latents
 * @param timesteps [B]
 * @param contextShape [B, tokens, width]
 * @param context {@code encoder_hidden_states}
 * @param pooledShape [B, P]
 * @param pooled {@code text_embeds}
 * @param timeIdsShape [B, 6]
 * @param timeIds sizes and crop
 */
record UnetTensors(
        int[] sampleShape,
        float[] sample,
        long[] timesteps,
        int[] contextShape,
        float[] context,
        int[] pooledShape,
        float[] pooled,
        int[] timeIdsShape,
        float[] timeIds) {

    /** Reads a file; throws {@link SafetensorsException} if a tensor is missing or its batch differs from the sample's. */
    static UnetTensors read(Path path) {
        try (SafetensorsFile file = SafetensorsFile.open(path)) {
            UnetTensors read = new UnetTensors(
                    Tensors.shape(file, "sample", 4),
                    file.floats("sample"),
                    timesteps(file),
                    Tensors.shape(file, "encoder_hidden_states", 3),
                    file.floats("encoder_hidden_states"),
                    Tensors.shape(file, "text_embeds", 2),
                    file.floats("text_embeds"),
                    Tensors.shape(file, "time_ids", 2),
                    file.floats("time_ids"));
            read.checkBatch(path);
            return read;
        }
    }

    private static long[] timesteps(SafetensorsFile file) {
        Tensors.shape(file, "timestep", 1);
        return file.longs("timestep");
    }

    private void checkBatch(Path path) {
        int batch = sampleShape[0];
        int[] others = {timesteps.length, contextShape[0], pooledShape[0], timeIdsShape[0]};
        if (Arrays.stream(others).anyMatch(other -> other != batch)) {
            throw new SafetensorsException(path + ": sample has a batch of " + batch
                    + "; timestep, encoder_hidden_states, text_embeds and time_ids must have the same");
        }
    }

    /** The same for the interpreter in plain Java and for libtorch. */
    UNetInputs forReference() {
        float[] times = new float[timesteps.length];
        for (int i = 0; i < times.length; i++) {
            times[i] = timesteps[i];
        }
        return new UNetInputs(
                Tensor.of(sample, sampleShape),
                Tensor.of(times, times.length),
                Tensor.of(context, contextShape),
                Tensor.of(pooled, pooledShape),
                Tensor.of(timeIds, timeIdsShape));
    }

    /** The shape of a prediction with so many values: the sample's, apart from the channels. */
    long[] predictionShape(int valueCount) {
        int plane = sampleShape[0] * sampleShape[2] * sampleShape[3];
        return new long[] {sampleShape[0], valueCount / plane, sampleShape[2], sampleShape[3]};
    }
}
