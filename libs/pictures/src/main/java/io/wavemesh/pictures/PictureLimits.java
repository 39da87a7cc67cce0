package io.wavemesh.pictures;

/**
 * What a picture file may claim before it is decoded.
 *
 * @param maxBytes most bytes of a file
 * @param maxPixels most pixels, width times height
 * @param minSidePixels fewest pixels of the shorter side
 */
public record PictureLimits(long maxBytes, long maxPixels, int minSidePixels) {
    /** 32 MiB, 50 megapixels, 64 pixels. */
    public static final PictureLimits DEFAULT = new PictureLimits(32L << 20, 50_000_000, 64);

    /** The most pixels any setting may allow: three bytes a pixel must fit one array. */
    public static final long MOST_PIXELS = 700_000_000;

    /** Checks the ranges. */
    public PictureLimits {
        require(maxBytes >= 1, "maxBytes must be positive, was " + maxBytes);
        require(
                maxPixels >= 1 && maxPixels <= MOST_PIXELS,
                "maxPixels must be in 1.." + MOST_PIXELS + ", was " + maxPixels);
        require(minSidePixels >= 1, "minSidePixels must be positive, was " + minSidePixels);
    }

    private static void require(boolean condition, String message) {
        if (!condition) {
            throw new IllegalArgumentException(message);
        }
    }
}
