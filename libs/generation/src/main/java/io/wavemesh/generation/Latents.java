package io.wavemesh.generation;

import java.util.List;

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

    /** Images of one size side by side, in order. */
    static Latents together(List<Latents> parts) {
        Latents first = parts.get(0);
        if (parts.size() == 1) {
            return first;
        }
        int images = parts.stream().mapToInt(Latents::images).sum();
        float[] all = new float[Math.multiplyExact(images, first.channels * first.height * first.width)];
        int at = 0;
        for (Latents part : parts) {
            System.arraycopy(part.values, 0, all, at, part.values.length);
            at += part.values.length;
        }
        return new Latents(all, images, first.channels, first.height, first.width);
    }

    /** The sizes, outermost first; a new array. */
    public long[] shape() {
        return new long[] {images, channels, height, width};
    }

    /** Other values of the same sizes. */
    Latents with(float[] others) {
        return new Latents(others, images, channels, height, width);
    }

    Latents times(float factor) {
        float[] product = values.clone();
        for (int i = 0; i < product.length; i++) {
            product[i] *= factor;
        }
        return with(product);
    }

    /** Says the shape only. */
    @Override
    public String toString() {
        return "Latents[%d, %d, %d, %d]".formatted(images, channels, height, width);
    }
}
