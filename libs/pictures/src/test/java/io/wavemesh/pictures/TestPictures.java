package io.wavemesh.pictures;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.CRC32;
import javax.imageio.ImageIO;

/** Files for the tests of this package: drawn here, or resources that Java cannot write. */
final class TestPictures {
    static final int WIDTH = 96;
    static final int HEIGHT = 72;
    static final int RED = 0xC81E1E;
    static final int GREEN = 0x1EC81E;
    static final int BLUE = 0x1E1EC8;
    static final int GRAY = 0x787878;

    private TestPictures() {}

    /** Red, green above blue, gray, each a quarter. */
    static BufferedImage corners(int imageType) {
        BufferedImage image = new BufferedImage(WIDTH, HEIGHT, imageType);
        Graphics2D graphics = image.createGraphics();
        fill(graphics, RED, 0, 0);
        fill(graphics, GREEN, WIDTH / 2, 0);
        fill(graphics, BLUE, 0, HEIGHT / 2);
        fill(graphics, GRAY, WIDTH / 2, HEIGHT / 2);
        graphics.dispose();
        return image;
    }

    static byte[] jpeg() {
        return encoded(corners(BufferedImage.TYPE_INT_RGB), "jpg");
    }

    static byte[] png() {
        return encoded(corners(BufferedImage.TYPE_INT_RGB), "png");
    }

    static byte[] encoded(BufferedImage image, String format) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            if (!ImageIO.write(image, format, bytes)) {
                throw new IllegalStateException("no writer for " + format);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    static byte[] resource(String name) {
        try (InputStream input = TestPictures.class.getResourceAsStream(name)) {
            return input.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The JPEG file with an EXIF segment that states the orientation. */
    static byte[] orientedJpeg(int orientation, ByteOrder order) {
        ByteBuffer segment = ByteBuffer.allocate(36);
        segment.putShort((short) 0xFFE1).putShort((short) 34).put("Exif\0\0".getBytes(StandardCharsets.US_ASCII));
        segment.put(exif(orientation, order));
        return concat(Arrays.copyOf(jpeg(), 2), segment.array(), tail(jpeg(), 2));
    }

    /** The PNG file with an eXIf chunk that states the orientation. */
    static byte[] orientedPng(int orientation) {
        byte[] header = Arrays.copyOf(png(), 33);
        return concat(header, chunk("eXIf", exif(orientation, ByteOrder.BIG_ENDIAN)), tail(png(), 33));
    }

    static byte[] chunk(String type, byte[] data) {
        ByteBuffer chunk = ByteBuffer.allocate(12 + data.length);
        chunk.putInt(data.length).put(type.getBytes(StandardCharsets.US_ASCII)).put(data);
        CRC32 crc = new CRC32();
        crc.update(chunk.array(), 4, 4 + data.length);
        return chunk.putInt((int) crc.getValue()).array();
    }

    /** A PNG file whose header claims a size that its data has not. */
    static byte[] pngClaiming(int width, int height) {
        ByteBuffer header = ByteBuffer.allocate(13).putInt(width).putInt(height);
        header.put(new byte[] {8, 2, 0, 0, 0});
        return concat(Arrays.copyOf(png(), 8), chunk("IHDR", header.array()), tail(png(), 33));
    }

    /** A JPEG file whose frame header claims a size that its data has not. */
    static byte[] jpegClaiming(int width, int height) {
        byte[] bytes = jpeg();
        for (int i = 2; ; i++) {
            if ((bytes[i] & 0xFF) == 0xFF && (bytes[i + 1] & 0xFF) == 0xC0) {
                ByteBuffer.wrap(bytes).putShort(i + 5, (short) height).putShort(i + 7, (short) width);
                return bytes;
            }
        }
    }

    static byte[] concat(byte[]... parts) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            all.writeBytes(part);
        }
        return all.toByteArray();
    }

    private static byte[] tail(byte[] bytes, int from) {
        return Arrays.copyOfRange(bytes, from, bytes.length);
    }

    private static byte[] exif(int orientation, ByteOrder order) {
        ByteBuffer tiff = ByteBuffer.allocate(26).order(order);
        tiff.put((order == ByteOrder.BIG_ENDIAN ? "MM" : "II").getBytes(StandardCharsets.US_ASCII));
        tiff.putShort((short) 42).putInt(8).putShort((short) 1);
        tiff.putShort((short) 0x0112).putShort((short) 3).putInt(1).putShort((short) orientation);
        return tiff.array();
    }

    private static void fill(Graphics2D graphics, int rgb, int x, int y) {
        graphics.setColor(new Color(rgb));
        graphics.fillRect(x, y, WIDTH / 2, HEIGHT / 2);
    }
}
