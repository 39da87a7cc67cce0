package io.wavemesh.sdxl.model;

/**
 * SDXL's size conditioning: original size, crop offset and target size, in pixels.
 *
 * <p>Source: SDXL paper (arXiv 2307.01952), section 2.2; the order is diffusers'.
 */
public record TimeIds(
        int originalHeight, int originalWidth, int cropTop, int cropLeft, int targetHeight, int targetWidth) {

    /** An uncropped picture of its own size: (height, width, 0, 0, height, width). */
    public static TimeIds of(int heightPixels, int widthPixels) {
        return new TimeIds(heightPixels, widthPixels, 0, 0, heightPixels, widthPixels);
    }

    /** The six numbers that the network is given. */
    public float[] values() {
        return new float[] {originalHeight, originalWidth, cropTop, cropLeft, targetHeight, targetWidth};
    }
}
