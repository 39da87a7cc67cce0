package io.wavemesh.pictures;

import java.util.Arrays;

/**
 * What the structure of a picture file says, read without decoding a pixel.
 *
 * @param widthPixels stored width
 * @param heightPixels stored height
 * @param orientation how the stored raster becomes upright
 */
record PictureHeader(int widthPixels, int heightPixels, Orientation orientation) {

    /**
     * Walks through the whole structure of a file.
     *
     * @throws UnusablePictureException if the structure is broken or ends early
     */
    static PictureHeader read(PictureFormat format, byte[] bytes) {
        try {
            return switch (format) {
                case JPEG -> new JpegStructure(bytes).header();
                case PNG -> new PngStructure(bytes).header();
                case WEBP -> new WebpStructure(bytes).header();
            };
        } catch (ArrayIndexOutOfBoundsException e) {
            throw UnusablePictureException.damaged("the file ends early");
        }
    }

    long pixels() {
        return (long) widthPixels * heightPixels;
    }

    static Orientation orientation(byte[] bytes, int from, int to) {
        return ExifOrientation.of(Arrays.copyOfRange(bytes, from, to));
    }
}
