package io.wavemesh.benchmarks.training;

import io.wavemesh.sdxl.model.ModelFolder;
import io.wavemesh.sdxl.model.TimeIds;
import io.wavemesh.sdxl.network.UNetConfig;
import io.wavemesh.waveft.safetensors.SafetensorsWriter;
import java.nio.file.Path;
import java.util.Random;

/** One batch of random numbers, recorded as often as there are steps: its loss must fall. */
final class FixedBatch {
    private static final int PROMPT_LENGTH = 77;
    private static final long TIMESTEP = 500;

    private final Random random = new Random(1);

    /** Writes the recording. */
    void write(Path file, ModelFolder model, int pictures, int resolution, int steps) {
        UNetConfig unet = model.unetConfig();
        int side = resolution / model.vaeConfig().factor();
        float[] latents = normal(pictures * unet.inChannels() * side * side);
        float[] noise = normal(latents.length);
        long[] timesteps = new long[pictures];
        float[] timeIds = new float[pictures * UNetConfig.TIME_IDS];
        float[] ids = TimeIds.of(resolution, resolution).values();
        for (int i = 0; i < pictures; i++) {
            timesteps[i] = TIMESTEP;
            System.arraycopy(ids, 0, timeIds, i * ids.length, ids.length);
        }
        SafetensorsWriter writer = new SafetensorsWriter()
                .add(
                        "encoder_hidden_states",
                        new long[] {pictures, PROMPT_LENGTH, unet.contextWidth()},
                        normal(pictures * PROMPT_LENGTH * unet.contextWidth()))
                .add("text_embeds", new long[] {pictures, unet.pooledWidth()}, normal(pictures * unet.pooledWidth()))
                .add("time_ids", new long[] {pictures, UNetConfig.TIME_IDS}, timeIds);
        long[] shape = {pictures, unet.inChannels(), side, side};
        for (int step = 0; step < steps; step++) {
            writer.add("batch" + step + ".latents", shape, latents)
                    .add("batch" + step + ".noise", shape, noise)
                    .add("batch" + step + ".timestep", new long[] {pictures}, timesteps);
        }
        writer.write(file);
    }

    private float[] normal(int count) {
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = (float) random.nextGaussian();
        }
        return values;
    }
}
