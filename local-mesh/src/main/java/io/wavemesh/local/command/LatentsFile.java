package io.wavemesh.local.command;

import io.wavemesh.generation.Latents;
import io.wavemesh.waveft.safetensors.SafetensorsException;
import io.wavemesh.waveft.safetensors.SafetensorsFile;
import io.wavemesh.waveft.safetensors.SafetensorsWriter;
import java.nio.file.Path;

/** Latents [N, C, h, w] as a safetensors file with the key {@code latents}. */
final class LatentsFile {
    private static final String KEY = "latents";

    private LatentsFile() {}

    /** Reads; throws {@link SafetensorsException} if the file is none of this kind. */
    static Latents read(Path path) {
        try (SafetensorsFile file = SafetensorsFile.open(path)) {
            int[] shape = Tensors.shape(file, KEY, 4);
            return new Latents(file.floats(KEY), shape[0], shape[1], shape[2], shape[3]);
        }
    }

    /** Writes single precision. */
    static void write(Path path, Latents latents) {
        new SafetensorsWriter().add(KEY, latents.shape(), latents.values()).write(path);
    }
}
