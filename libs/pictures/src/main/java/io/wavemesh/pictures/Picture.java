package io.wavemesh.pictures;

import java.awt.image.BufferedImage;

/** An upright picture of 8-bit sRGB values without transparency. Never changes; safe for threads. */
public final class Picture {
    /** Row-major, interleaved red, green, blue; shared inside the package, never written to. */
    final byte[] rgb;

    private final int widthPixels;
    private final int heightPixels;

    Picture(int widthPixels, int heightPixels, byte[] rgb) {
        this.widthPixels = widthPixels;
        this.heightPixels = heightPixels;
        this.rgb = rgb;
    }

    /**
     * A picture from values that are copied.
     *
     * @param rgb row-major [height, width, 3]
     * @throws IllegalArgumentException if the sizes do not fit each other
     */
    public static Picture of(int widthPixels, int heightPixels, byte[] rgb) {
        if (widthPixels < 1 || heightPixels < 1 || rgb.length != 3L * widthPixels * heightPixels) {
            throw new IllegalArgumentException(
                    widthPixels + " x " + heightPixels + " pixels do not fit " + rgb.length + " bytes");
        }
        return new Picture(widthPixels, heightPixels, rgb.clone());
    }

    /** Width in pixels. */
    public int widthPixels() {
        return widthPixels;
    }

    /** Height in pixels. */
    public int heightPixels() {
        return heightPixels;
    }

    /** The pixel as 0xRRGGBB. */
    public int rgb(int x, int y) {
        if (x < 0 || x >= widthPixels || y < 0 || y >= heightPixels) {
            throw new IndexOutOfBoundsException("no pixel " + x + ", " + y);
        }
        int at = 3 * (y * widthPixels + x);
        return (rgb[at] & 0xFF) << 16 | (rgb[at + 1] & 0xFF) << 8 | (rgb[at + 2] & 0xFF);
    }

    /** The largest square in the middle. */
    public CropBox centreCrop() {
        return CropBox.centreOf(widthPixels, heightPixels);
    }

    /**
     * The middle square as a tensor: the shorter side is resized to {@code size} (bilinear with antialias, as
     * torchvision does), then the middle is kept.
     *
     * @param size side of the result in pixels
     * @return [3, size, size], red, green, blue planes, values in -1..1
     */
    public float[] toTensor(int size) {
        if (size < 1) {
            throw new IllegalArgumentException("size must be positive, was " + size);
        }
        float[] planes = new CentreCropResize(this, size).planes();
        for (int i = 0; i < planes.length; i++) {
            planes[i] = planes[i] / 127.5f - 1;
        }
        return planes;
    }

    /** A new image of type {@link BufferedImage#TYPE_INT_RGB} for drawing; changes to it do not come back. */
    public BufferedImage toImage() {
        BufferedImage image = new BufferedImage(widthPixels, heightPixels, BufferedImage.TYPE_INT_RGB);
        int[] row = new int[widthPixels];
        for (int y = 0; y < heightPixels; y++) {
            for (int x = 0; x < widthPixels; x++) {
                row[x] = rgb(x, y);
            }
            image.setRGB(0, y, widthPixels, 1, row, 0, widthPixels);
        }
        return image;
    }

    @Override
    public String toString() {
        return "Picture[" + widthPixels + " x " + heightPixels + "]";
    }
}
