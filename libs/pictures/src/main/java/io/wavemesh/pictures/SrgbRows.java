package io.wavemesh.pictures;

import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.ColorConvertOp;
import java.awt.image.ColorModel;
import java.awt.image.ComponentColorModel;
import java.awt.image.DataBuffer;
import java.awt.image.Raster;

/**
 * Copies a decoded image of any colour model into upright 8-bit sRGB on white.
 *
 * <p>Gray samples are taken as they are: Java's own conversion would treat them as linear light and brighten them.
 */
final class SrgbRows {
    private static final int STRIP_ROWS = 64;

    private final BufferedImage image;
    private final Orientation orientation;
    private final byte[] rgb;

    private SrgbRows(BufferedImage image, Orientation orientation) {
        this.image = image;
        this.orientation = orientation;
        this.rgb = new byte[Math.multiplyExact(Math.multiplyExact(image.getWidth(), image.getHeight()), 3)];
    }

    /** The pixels of the image, interleaved, upright. */
    static byte[] of(BufferedImage image, Orientation orientation) {
        SrgbRows rows = new SrgbRows(image, orientation);
        rows.copy();
        return rows.rgb;
    }

    private void copy() {
        ColorModel model = image.getColorModel();
        boolean gray = model.getColorSpace().getType() == ColorSpace.TYPE_GRAY;
        boolean components = model instanceof ComponentColorModel
                && (model.getTransferType() == DataBuffer.TYPE_BYTE
                        || model.getTransferType() == DataBuffer.TYPE_USHORT);
        if (components && (gray || model.getColorSpace().isCS_sRGB())) {
            copyComponents(gray);
        } else if (model.getColorSpace().isCS_sRGB()) {
            for (int y = 0; y < image.getHeight(); y++) {
                copyArgb(image, y, y);
            }
        } else {
            convertStrips();
        }
    }

    private void copyComponents(boolean gray) {
        Raster raster = image.getRaster();
        int bands = raster.getNumBands();
        int max = (1 << image.getColorModel().getComponentSize(0)) - 1;
        int alphaBand = image.getColorModel().hasAlpha() ? bands - 1 : -1;
        int step = gray ? 0 : 1;
        int width = image.getWidth();
        int[] samples = new int[width * bands];
        for (int y = 0; y < image.getHeight(); y++) {
            raster.getPixels(0, y, width, 1, samples);
            int[] target = target(y);
            for (int x = 0; x < width; x++) {
                int at = x * bands;
                int alpha = alphaBand < 0 ? 255 : eightBit(samples[at + alphaBand], max);
                put(
                        target[0] + x * target[1],
                        eightBit(samples[at], max),
                        eightBit(samples[at + step], max),
                        eightBit(samples[at + 2 * step], max),
                        alpha);
            }
        }
    }

    private static int eightBit(int sample, int max) {
        return max == 255 ? sample : (int) ((sample * 255L + max / 2) / max);
    }

    private void convertStrips() {
        ColorConvertOp toSrgb = new ColorConvertOp(null);
        for (int top = 0; top < image.getHeight(); top += STRIP_ROWS) {
            int rows = Math.min(STRIP_ROWS, image.getHeight() - top);
            BufferedImage strip = new BufferedImage(image.getWidth(), rows, BufferedImage.TYPE_INT_ARGB);
            toSrgb.filter(image.getSubimage(0, top, image.getWidth(), rows), strip);
            for (int y = 0; y < rows; y++) {
                copyArgb(strip, y, top + y);
            }
        }
    }

    private void copyArgb(BufferedImage source, int sourceRow, int storedRow) {
        int width = source.getWidth();
        int[] argb = source.getRGB(0, sourceRow, width, 1, null, 0, width);
        int[] target = target(storedRow);
        for (int x = 0; x < width; x++) {
            int pixel = argb[x];
            put(target[0] + x * target[1], pixel >> 16 & 0xFF, pixel >> 8 & 0xFF, pixel & 0xFF, pixel >>> 24);
        }
    }

    /** Start and step of the upright pixel indices of a stored row. */
    private int[] target(int storedRow) {
        int width = image.getWidth();
        int height = image.getHeight();
        return new int[] {orientation.rowStart(storedRow, width, height), orientation.columnStep(width, height)};
    }

    private void put(int pixel, int red, int green, int blue, int alpha) {
        rgb[3 * pixel] = onWhite(red, alpha);
        rgb[3 * pixel + 1] = onWhite(green, alpha);
        rgb[3 * pixel + 2] = onWhite(blue, alpha);
    }

    private static byte onWhite(int value, int alpha) {
        return (byte) (alpha == 255 ? value : (value * alpha + 255 * (255 - alpha) + 127) / 255);
    }
}
