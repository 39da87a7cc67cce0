package io.wavemesh.local.command;

import io.wavemesh.waveft.safetensors.SafetensorsException;
import io.wavemesh.waveft.safetensors.SafetensorsFile;
import java.util.Arrays;

/** Checks on the tensors of a user's file. */
final class Tensors {
    private Tensors() {}

    /** The shape of a tensor; throws {@link SafetensorsException} unless it has so many axes, none of them empty. */
    static int[] shape(SafetensorsFile file, String key, int axes) {
        if (!file.tensors().containsKey(key)) {
            throw new SafetensorsException(file.path() + ": has no tensor " + key);
        }
        long[] stored = file.entry(key).shape();
        if (stored.length != axes || Arrays.stream(stored).anyMatch(extent -> extent < 1 || extent > 1 << 24)) {
            throw new SafetensorsException(
                    file.path() + ": " + key + " must have " + axes + " axes, is " + Arrays.toString(stored));
        }
        return Arrays.stream(stored).mapToInt(Math::toIntExact).toArray();
    }
}
