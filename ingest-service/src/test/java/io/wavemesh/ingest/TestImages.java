package io.wavemesh.ingest;

import io.wavemesh.pictures.Picture;
import io.wavemesh.pictures.PngWriter;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import java.util.zip.CRC32;
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

    /** A PNG whose metadata (XMP, text) refers to an address. */
    public static byte[] referring(String url) {
        byte[] png = png(9);
        byte[] xmp = ("XML:com.adobe.xmp\0\0\0\0\0" + xmp(url)).getBytes(StandardCharsets.UTF_8);
        byte[] text = ("Source\0" + url).getBytes(StandardCharsets.ISO_8859_1);
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        file.write(png, 0, 33);
        file.writeBytes(chunk("iTXt", xmp));
        file.writeBytes(chunk("tEXt", text));
        file.write(png, 33, png.length - 33);
        return file.toByteArray();
    }

    /** A JPEG whose XMP refers to an address. */
    public static byte[] jpegReferring(String url) {
        byte[] jpeg = jpeg();
        byte[] xmp = ("http://ns.adobe.com/xap/1.0/\0" + xmp(url)).getBytes(StandardCharsets.UTF_8);
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        file.write(jpeg, 0, 2);
        file.writeBytes(ByteBuffer.allocate(4)
                .putShort((short) 0xFFE1)
                .putShort((short) (xmp.length + 2))
                .array());
        file.writeBytes(xmp);
        file.write(jpeg, 2, jpeg.length - 2);
        return file.toByteArray();
    }

    private static String xmp(String url) {
        return "<?xml version=\"1.0\"?><!DOCTYPE x [<!ENTITY e SYSTEM \"" + url + "\">]>"
                + "<x:xmpmeta xmlns:x=\"adobe:ns:meta/\" xmlns:xlink=\"" + url + "\">&e;</x:xmpmeta>";
    }

    private static byte[] chunk(String type, byte[] data) {
        ByteBuffer chunk = ByteBuffer.allocate(12 + data.length).putInt(data.length);
        chunk.put(type.getBytes(StandardCharsets.US_ASCII)).put(data);
        CRC32 crc = new CRC32();
        crc.update(chunk.array(), 4, 4 + data.length);
        return chunk.putInt((int) crc.getValue()).array();
    }
}
