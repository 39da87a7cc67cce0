package io.wavemesh.ingest;

import io.wavemesh.pictures.Picture;
import io.wavemesh.pictures.PngWriter;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.Random;
import javax.imageio.ImageIO;

/** Picture files made here. */
public final class TestImages {
    private TestImages() {}

    /** A PNG of 80 x 70 pixels; the same number gives the same file, another number another one. */
    public static byte[] png(int number) {
        return png(80, 70, number);
    }

    /** A PNG of noise. */
    public static byte[] png(int width, int height, int number) {
        byte[] rgb = new byte[3 * width * height];
        new Random(number).nextBytes(rgb);
        return PngWriter.encode(Picture.of(width, height, rgb));
    }

    /** A JPEG of 90 x 100 pixels. */
    public static byte[] jpeg() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            ImageIO.write(new BufferedImage(90, 100, BufferedImage.TYPE_INT_RGB), "jpg", bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    /** A PNG that ends early. */
    public static byte[] truncated() {
        byte[] png = png(1);
        return Arrays.copyOf(png, png.length / 2);
    }

    /** A JPEG whose header claims 65,000 x 65,000 pixels. */
    public static byte[] bomb() {
        byte[] bytes = jpeg();
        for (int i = 2; ; i++) {
            if ((bytes[i] & 0xFF) == 0xFF && (bytes[i + 1] & 0xFF) == 0xC0) {
                Arrays.fill(bytes, i + 5, i + 9, (byte) 0xFD);
                return bytes;
            }
        }
    }
}
