package io.wavemesh.pictures;

/**
 * A square part of an upright picture.
 *
 * @param x left edge in pixels
 * @param y upper edge in pixels
 * @param size side in pixels
 */
public record CropBox(int x, int y, int size) {
    /** Checks the ranges. */
    public CropBox {
        if (x < 0 || y < 0 || size < 1) {
            throw new IllegalArgumentException("no crop box: x " + x + ", y " + y + ", size " + size);
        }
    }

    /** The largest square in the middle of a picture of this size; odd rests go to the right and lower edge. */
    static CropBox centreOf(int widthPixels, int heightPixels) {
        int size = Math.min(widthPixels, heightPixels);
        return new CropBox((widthPixels - size) / 2, (heightPixels - size) / 2, size);
    }
}
