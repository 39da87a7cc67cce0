package io.wavemesh.generation;

import io.wavemesh.pictures.PngWriter;
import java.util.List;

/**
 * What was drawn.
 *
 * @param pictures one array an image: [3, height, width], about -1 to 1, not clamped
 * @param latents the final latents in the UNet's scale, before division by the scaling factor
 */
public record Generated(List<float[]> pictures, Latents latents, PictureSize size) {
    /** Copies the list. */
    public Generated {
        pictures = List.copyOf(pictures);
    }

    /** Image {@code index} as the bytes of a PNG file. */
    public byte[] png(int index) {
        return PngWriter.encode(pictures.get(index), size.widthPixels(), size.heightPixels());
    }
}
