package io.wavemesh.pictures;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriter;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/** Writes pictures as PNG. The same values give the same bytes on one JDK. */
public final class PngWriter {
    private PngWriter() {}

    /**
     * Encodes a tensor. Values are clamped to -1..1; 8-bit value = round((x / 2 + 1 / 2) · 255), half to even, as in
     * diffusers.
     *
     * @param planes [3, height, width], red, green, blue
     * @throws IllegalArgumentException if the sizes do not fit each other or a value is not a number
     */
    public static byte[] encode(float[] planes, int widthPixels, int heightPixels) {
        return encode(image(planes, widthPixels, heightPixels));
    }

    /** Encodes a picture. */
    public static byte[] encode(Picture picture) {
        return encode(picture.toImage());
    }

    /** Encodes a drawn image. */
    public static byte[] encode(BufferedImage image) {
        ImageWriter writer = ImageIO.getImageWritersByFormatName("png").next();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (MemoryCacheImageOutputStream output = new MemoryCacheImageOutputStream(bytes)) {
            writer.setOutput(output);
            writer.write(new IIOImage(image, null, null));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            writer.dispose();
        }
        return bytes.toByteArray();
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
        if (widthPixels < 1 || heightPixels < 1 || planes.length != 3L * widthPixels * heightPixels) {
            throw new IllegalArgumentException(
                    "3 x " + heightPixels + " x " + widthPixels + " values expected, found " + planes.length);
        }
        BufferedImage image = new BufferedImage(widthPixels, heightPixels, BufferedImage.TYPE_INT_RGB);
        int area = widthPixels * heightPixels;
        for (int i = 0; i < area; i++) {
            int pixel = eightBit(planes[i]) << 16 | eightBit(planes[area + i]) << 8 | eightBit(planes[2 * area + i]);
            image.setRGB(i % widthPixels, i / widthPixels, pixel);
        }
        return image;
    }

    private static int eightBit(float value) {
        if (Float.isNaN(value)) {
            throw new IllegalArgumentException("the picture holds a value that is not a number");
        }
        return (int) Math.rint(Math.max(0, Math.min(1, value / 2.0 + 0.5)) * 255);
    }
}
