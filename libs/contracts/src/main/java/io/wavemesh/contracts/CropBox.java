package io.wavemesh.contracts;

/**
 * The square of a picture that is trained on, in pixels of the upright picture.
 *
 * @param x left edge
 * @param y top edge
 * @param size width and height
 */
public record CropBox(int x, int y, int size) {
    private static final int MAX_PIXELS = 100_000;

    /** Throws {@link IllegalArgumentException} if an edge is negative or the square is empty. */
    public CropBox {
        Checks.range("crop.x", x, 0, MAX_PIXELS);
        Checks.range("crop.y", y, 0, MAX_PIXELS);
        Checks.range("crop.size", size, 1, MAX_PIXELS);
    }

    /** The largest centred square of a picture, as a centre crop takes it. */
    public static CropBox centred(int widthPixels, int heightPixels) {
        int size = Math.min(widthPixels, heightPixels);
        return new CropBox((widthPixels - size) / 2, (heightPixels - size) / 2, size);
    }
}
