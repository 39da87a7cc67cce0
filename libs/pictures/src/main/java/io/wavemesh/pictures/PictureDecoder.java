package io.wavemesh.pictures;

import static io.wavemesh.pictures.UnusablePictureException.damaged;

import com.twelvemonkeys.imageio.plugins.jpeg.JPEGImageReaderSpi;
import com.twelvemonkeys.imageio.plugins.webp.WebPImageReaderSpi;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.spi.IIORegistry;
import javax.imageio.spi.ImageReaderSpi;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;

/**
 * Turns the bytes of an untrusted picture file into a {@link Picture}: JPEG, PNG or WebP, recognised by content.
 *
 * <p>Sizes are checked in the file's structure before a decoder allocates anything, and then the file is really
 * decoded: a file that only looks complete is refused. The EXIF orientation is applied, transparency is put on white,
 * gray, 16-bit, CMYK and profiled colours become 8-bit sRGB. Safe for threads; one call needs six bytes a pixel, at most
 * sixteen.
 */
public final class PictureDecoder {
    /** Decoders' warnings that concern everything but the pixels. */
    private static final List<String> HARMLESS_WARNINGS =
            List.of("extraneous", "icc", "profile", "exif", "metadata", "jfif", "adobe", "unknown marker");

    private static final ImageReaderSpi JPEG_READERS = jpegReaders();
    private static final ImageReaderSpi WEBP_READERS = new WebPImageReaderSpi();

    private PictureDecoder() {}

    /**
     * Decodes one file.
     *
     * @throws UnusablePictureException if the file is no picture, damaged, of a wrong kind or beyond a limit
     */
    public static Picture decode(byte[] bytes, PictureLimits limits) {
        PictureFormat format = recognise(bytes, limits);
        PictureHeader header = header(format, bytes, limits);
        BufferedImage image = pixels(format, bytes, header);
        PictureInfo info = info(format, header);
        return new Picture(info.widthPixels(), info.heightPixels(), SrgbRows.of(image, header.orientation()));
    }

    /**
     * Decodes one file as {@link #decode} does, but keeps nothing of its pixels: half the memory where only the answer
     * counts.
     *
     * @throws UnusablePictureException as {@link #decode}
     */
    public static PictureInfo check(byte[] bytes, PictureLimits limits) {
        PictureFormat format = recognise(bytes, limits);
        PictureHeader header = header(format, bytes, limits);
        pixels(format, bytes, header);
        return info(format, header);
    }

    private static PictureInfo info(PictureFormat format, PictureHeader header) {
        Orientation orientation = header.orientation();
        return new PictureInfo(
                format,
                orientation.uprightWidth(header.widthPixels(), header.heightPixels()),
                orientation.uprightHeight(header.widthPixels(), header.heightPixels()));
    }

    private static PictureFormat recognise(byte[] bytes, PictureLimits limits) {
        if (bytes.length > limits.maxBytes()) {
            throw new UnusablePictureException(
                    PictureFault.TOO_LARGE,
                    "has " + bytes.length + " bytes; at most " + limits.maxBytes() + " are allowed");
        }
        return PictureFormat.of(bytes).orElseThrow(() -> unknown(bytes));
    }

    private static PictureHeader header(PictureFormat format, byte[] bytes, PictureLimits limits) {
        PictureHeader header = PictureHeader.read(format, bytes);
        String size = header.widthPixels() + " x " + header.heightPixels();
        if (header.pixels() > limits.maxPixels()) {
            throw new UnusablePictureException(
                    PictureFault.TOO_MANY_PIXELS,
                    "claims " + size + " pixels; at most " + limits.maxPixels() + " in all are allowed");
        }
        if (Math.min(header.widthPixels(), header.heightPixels()) < limits.minSidePixels()) {
            throw new UnusablePictureException(
                    PictureFault.TOO_SMALL,
                    "is " + size + " pixels; each side must have at least " + limits.minSidePixels());
        }
        return header;
    }

    private static UnusablePictureException unknown(byte[] bytes) {
        return PictureFormat.unsupportedName(bytes)
                .map(name -> new UnusablePictureException(
                        PictureFault.UNSUPPORTED_TYPE, "is a " + name + " file; send JPEG, PNG or WebP"))
                .orElseGet(() -> new UnusablePictureException(
                        PictureFault.NOT_A_PICTURE,
                        bytes.length == 0 ? "is empty" : "is not a picture; send JPEG, PNG or WebP"));
    }

    private static BufferedImage pixels(PictureFormat format, byte[] bytes, PictureHeader header) {
        ImageReader reader = reader(format);
        List<String> warnings = new ArrayList<>();
        try (ImageInputStream input = input(format, bytes)) {
            reader.addIIOReadWarningListener((source, warning) -> warnings.add(warning));
            reader.setInput(input, true, true);
            BufferedImage image = reader.read(0);
            warnings.stream().filter(PictureDecoder::concernsPixels).findFirst().ifPresent(warning -> {
                throw damaged(oneLine(warning));
            });
            if (image.getWidth() != header.widthPixels() || image.getHeight() != header.heightPixels()) {
                throw damaged("header and content differ in size");
            }
            return image;
        } catch (UnusablePictureException e) {
            throw e;
        } catch (IOException | RuntimeException e) {
            // Decoders answer damaged data with every kind of exception, array bounds included.
            throw new UnusablePictureException(
                    PictureFault.TRUNCATED, "is truncated or damaged: it cannot be decoded", e);
        } finally {
            reader.dispose();
        }
    }

    private static ImageInputStream input(PictureFormat format, byte[] bytes) {
        return format == PictureFormat.WEBP
                ? new PaddedInput(bytes)
                : new MemoryCacheImageInputStream(new ByteArrayInputStream(bytes));
    }

    /** Readers by class, not through the registry: what is on a user's class path must not change what is accepted. */
    private static ImageReader reader(PictureFormat format) {
        try {
            return switch (format) {
                case JPEG -> JPEG_READERS.createReaderInstance(null);
                case PNG -> ImageIO.getImageReadersByFormatName("png").next();
                case WEBP -> WEBP_READERS.createReaderInstance(null);
            };
        } catch (IOException e) {
            throw new IllegalStateException("no reader for " + format, e);
        }
    }

    private static ImageReaderSpi jpegReaders() {
        JPEGImageReaderSpi readers = new JPEGImageReaderSpi();
        // Finds the JDK's own reader, to which it hands the entropy-coded data.
        readers.onRegistration(IIORegistry.getDefaultInstance(), ImageReaderSpi.class);
        return readers;
    }

    private static boolean concernsPixels(String warning) {
        String lower = warning.toLowerCase(Locale.ROOT);
        return HARMLESS_WARNINGS.stream().noneMatch(lower::contains);
    }

    private static String oneLine(String warning) {
        String line = warning.replaceAll("\\p{Cntrl}", "?").strip();
        return line.length() <= 200 ? line : line.substring(0, 200);
    }
}
