package io.wavemesh.pictures;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.zip.CRC32;
import java.util.zip.Deflater;

/**
 * Writes pictures as PNG: 8-bit RGB, each row as differences to the pixel on the left (ISO/IEC 15948). The same values give
 * the same bytes on one JDK.
 */
public final class PngWriter {
    private static final byte[] SIGNATURE = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1A, '\n'};
    private static final int BIT_DEPTH = 8;
    private static final int RGB = 2;
    private static final byte LEFT_DIFFERENCE = 1;
    private static final int CHANNELS = 3;

    private PngWriter() {}

    /**
     * Encodes a tensor. Values are clamped to -1..1; 8-bit value = round((x / 2 + 1 / 2) · 255), half to even, as in
     * diffusers. Photographs and what networks draw repeat nothing, so no repetitions are searched: that is as small and much faster.
     *
     * @param planes [3, height, width], red, green, blue
     * @throws IllegalArgumentException if the sizes do not fit each other or a value is not a number
     */
    public static byte[] encode(float[] planes, int widthPixels, int heightPixels) {
        return encode(pixels(planes, widthPixels, heightPixels), widthPixels, Deflater.HUFFMAN_ONLY);
    }

    /** Encodes a picture, as a tensor with its values. */
    public static byte[] encode(Picture picture) {
        return encode(pixels(picture.toImage()), picture.widthPixels(), Deflater.HUFFMAN_ONLY);
    }

    /** Encodes a drawn image, without its transparency. */
    public static byte[] encode(BufferedImage image) {
        return encode(pixels(image), image.getWidth(), Deflater.DEFAULT_STRATEGY);
    }

    private static int[] pixels(BufferedImage image) {
        return image.getRGB(0, 0, image.getWidth(), image.getHeight(), null, 0, image.getWidth());
    }

    /**
     * Encodes a tensor into a file, which is replaced atomically.
     *
     * @throws UncheckedIOException if writing fails
     */
    public static void write(Path file, float[] planes, int widthPixels, int heightPixels) {
        AtomicFiles.write(file, encode(planes, widthPixels, heightPixels));
    }

    /** A tensor as a drawable image; same rules as {@link #encode(float[], int, int)}. */
    public static BufferedImage image(float[] planes, int widthPixels, int heightPixels) {
        int[] pixels = pixels(planes, widthPixels, heightPixels);
        BufferedImage image = new BufferedImage(widthPixels, heightPixels, BufferedImage.TYPE_INT_RGB);
        image.setRGB(0, 0, widthPixels, heightPixels, pixels, 0, widthPixels);
        return image;
    }

    private static int[] pixels(float[] planes, int widthPixels, int heightPixels) {
        if (widthPixels < 1 || heightPixels < 1 || planes.length != (long) CHANNELS * widthPixels * heightPixels) {
            throw new IllegalArgumentException(
                    "3 x " + heightPixels + " x " + widthPixels + " values expected, found " + planes.length);
        }
        int[] pixels = new int[widthPixels * heightPixels];
        int area = pixels.length;
        for (int i = 0; i < area; i++) {
            pixels[i] = eightBit(planes[i]) << 16 | eightBit(planes[area + i]) << 8 | eightBit(planes[2 * area + i]);
        }
        return pixels;
    }

    private static int eightBit(float value) {
        if (Float.isNaN(value)) {
            throw new IllegalArgumentException("the picture holds a value that is not a number");
        }
        return (int) Math.rint(Math.max(0, Math.min(1, value / 2.0 + 0.5)) * 255);
    }

    private static byte[] encode(int[] pixels, int width, int strategy) {
        byte[] rows = differences(pixels, width);
        ByteArrayOutputStream png = new ByteArrayOutputStream(rows.length);
        png.writeBytes(SIGNATURE);
        ByteBuffer header = ByteBuffer.allocate(13).putInt(width).putInt(pixels.length / width);
        chunk(png, "IHDR", header.put((byte) BIT_DEPTH).put((byte) RGB).array());
        chunk(png, "IDAT", deflated(rows, strategy));
        chunk(png, "IEND", new byte[0]);
        return png.toByteArray();
    }

    private static byte[] differences(int[] pixels, int width) {
        byte[] rows = new byte[Math.multiplyExact(pixels.length / width, 1 + CHANNELS * width)];
        int at = 0;
        for (int start = 0; start < pixels.length; start += width) {
            rows[at++] = LEFT_DIFFERENCE;
            int left = 0;
            for (int x = start; x < start + width; x++) {
                int pixel = pixels[x];
                rows[at++] = (byte) ((pixel >> 16) - (left >> 16));
                rows[at++] = (byte) ((pixel >> 8) - (left >> 8));
                rows[at++] = (byte) (pixel - left);
                left = pixel;
            }
        }
        return rows;
    }

    private static byte[] deflated(byte[] rows, int strategy) {
        Deflater deflater = new Deflater();
        try {
            deflater.setStrategy(strategy);
            deflater.setInput(rows);
            deflater.finish();
            ByteArrayOutputStream stream = new ByteArrayOutputStream(rows.length / 2);
            byte[] buffer = new byte[1 << 16];
            while (!deflater.finished()) {
                stream.write(buffer, 0, deflater.deflate(buffer));
            }
            return stream.toByteArray();
        } finally {
            deflater.end();
        }
    }

    private static void chunk(ByteArrayOutputStream png, String type, byte[] content) {
        byte[] name = type.getBytes(StandardCharsets.US_ASCII);
        CRC32 crc = new CRC32();
        crc.update(name);
        crc.update(content);
        png.writeBytes(ByteBuffer.allocate(4).putInt(content.length).array());
        png.writeBytes(name);
        png.writeBytes(content);
        png.writeBytes(ByteBuffer.allocate(4).putInt((int) crc.getValue()).array());
    }
}
