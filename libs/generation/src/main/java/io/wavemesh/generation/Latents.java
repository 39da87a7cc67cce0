package io.wavemesh.generation;

/**
 * Latents of some images, row-major [images, channels, height, width]. The array is not copied: its owner leaves it alone.
 */
public record Latents(float[] values, int images, int channels, int height, int width) {

    /** Throws {@link GenerationException} if the sizes do not fit the number of values. */
    public Latents {
        if (images < 1 || channels < 1 || height < 1 || width < 1) {
            throw new GenerationException("latents must not be empty");
        }
        if (values.length != (long) images * channels * height * width) {
            throw new GenerationException("latents of %d x %d x %d x %d have %d values"
                    .formatted(images, channels, height, width, values.length));
        }
    }

    /** The sizes, outermost first; a new array. */
    public long[] shape() {
        return new long[] {images, channels, height, width};
    }

    /** Says the shape only. */
    @Override
    public String toString() {
        return "Latents[%d, %d, %d, %d]".formatted(images, channels, height, width);
    }
}
