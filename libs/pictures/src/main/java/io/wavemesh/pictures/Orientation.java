package io.wavemesh.pictures;

/**
 * How the stored rows and columns of a picture become upright ones; the constants stand in the order of the EXIF tag
 * 0x0112, whose values are 1 to 8. A constant's name says where the stored row 0 and column 0 lie.
 */
enum Orientation {
    TOP_LEFT(false, false, false),
    TOP_RIGHT(false, true, false),
    BOTTOM_RIGHT(false, true, true),
    BOTTOM_LEFT(false, false, true),
    LEFT_TOP(true, false, false),
    RIGHT_TOP(true, true, false),
    RIGHT_BOTTOM(true, true, true),
    LEFT_BOTTOM(true, false, true);

    private final boolean swapsSides;
    private final boolean mirrorsX;
    private final boolean mirrorsY;

    Orientation(boolean swapsSides, boolean mirrorsX, boolean mirrorsY) {
        this.swapsSides = swapsSides;
        this.mirrorsX = mirrorsX;
        this.mirrorsY = mirrorsY;
    }

    /** The orientation of an EXIF value; every value out of 1..8 means upright, as viewers take it. */
    static Orientation ofExif(int value) {
        return value >= 1 && value <= 8 ? values()[value - 1] : TOP_LEFT;
    }

    int uprightWidth(int storedWidth, int storedHeight) {
        return swapsSides ? storedHeight : storedWidth;
    }

    int uprightHeight(int storedWidth, int storedHeight) {
        return swapsSides ? storedWidth : storedHeight;
    }

    /** Pixel index, in the upright raster, of the first stored pixel of stored row y. */
    int rowStart(int y, int storedWidth, int storedHeight) {
        return index(0, y, storedWidth, storedHeight);
    }

    /** How far the pixel index in the upright raster moves from one stored column to the next. */
    int columnStep(int storedWidth, int storedHeight) {
        return index(1, 0, storedWidth, storedHeight) - index(0, 0, storedWidth, storedHeight);
    }

    private int index(int x, int y, int storedWidth, int storedHeight) {
        int width = uprightWidth(storedWidth, storedHeight);
        int height = uprightHeight(storedWidth, storedHeight);
        int column = swapsSides ? y : x;
        int row = swapsSides ? x : y;
        return (mirrorsY ? height - 1 - row : row) * width + (mirrorsX ? width - 1 - column : column);
    }
}
