package io.wavemesh.pictures;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.ComponentColorModel;
import java.awt.image.DataBuffer;
import java.awt.image.WritableRaster;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PictureDecoderTest {
    private static final int LOSSY = 6;

    @Test
    void decodesPngExactly() {
        Picture picture = decode(TestPictures.png());

        assertCorners(picture, 0, TestPictures.RED, TestPictures.GREEN, TestPictures.BLUE, TestPictures.GRAY);
    }

    @ParameterizedTest
    @ValueSource(strings = {"lossy.webp", "lossless.webp", "progressive.jpg", "cmyk.jpg"})
    void decodesWhatOthersWrote(String name) {
        Picture picture = decode(TestPictures.resource(name));

        assertCorners(picture, LOSSY, TestPictures.RED, TestPictures.GREEN, TestPictures.BLUE, TestPictures.GRAY);
    }

    @Test
    void keepsGrayValuesOfJpeg() {
        Picture picture = decode(TestPictures.resource("gray.jpg"));

        // ITU-R 601 luma of the four colours, as Pillow computed it
        assertCorners(picture, LOSSY, 0x515151, 0x828282, 0x313131, 0x787878);
    }

    @ParameterizedTest
    @ValueSource(ints = {BufferedImage.TYPE_BYTE_GRAY, BufferedImage.TYPE_USHORT_GRAY})
    void keepsGrayValuesOfPng(int type) {
        BufferedImage image = new BufferedImage(64, 64, type);
        int value = type == BufferedImage.TYPE_BYTE_GRAY ? 100 : 100 * 257;
        for (int i = 0; i < 64 * 64; i++) {
            image.getRaster().setSample(i % 64, i / 64, 0, value);
        }

        assertThat(decode(TestPictures.encoded(image, "png")).rgb(10, 10)).isEqualTo(0x646464);
    }

    @Test
    void reducesSixteenBitColours() {
        ComponentColorModel model = new ComponentColorModel(
                ColorSpace.getInstance(ColorSpace.CS_sRGB), false, false, 1, DataBuffer.TYPE_USHORT);
        WritableRaster raster = model.createCompatibleWritableRaster(64, 64);
        for (int i = 0; i < 64 * 64; i++) {
            raster.setPixel(i % 64, i / 64, new int[] {0xC8C8, 0x1E1E, 0xFFFF});
        }

        Picture picture = decode(TestPictures.encoded(new BufferedImage(model, raster, false, null), "png"));

        assertThat(picture.rgb(5, 5)).isEqualTo(0xC81EFF);
    }

    @Test
    void decodesPalette() {
        byte[] png = TestPictures.encoded(TestPictures.corners(BufferedImage.TYPE_BYTE_INDEXED), "png");

        // Java's default palette has steps of 51
        assertCorners(decode(png), 26, TestPictures.RED, TestPictures.GREEN, TestPictures.BLUE, TestPictures.GRAY);
    }

    @Test
    void putsTransparencyOnWhite() {
        BufferedImage image = new BufferedImage(64, 64, BufferedImage.TYPE_INT_ARGB);
        image.setRGB(1, 0, 0x80FF0000);

        Picture picture = decode(TestPictures.encoded(image, "png"));

        assertThat(picture.rgb(0, 0)).isEqualTo(0xFFFFFF);
        assertThat(picture.rgb(1, 0)).isEqualTo(0xFF7F7F);
        assertThat(decode(TestPictures.resource("alpha.webp")).rgb(80, 60)).isEqualTo(0xBBBBBB);
    }

    @ParameterizedTest
    @CsvSource({
        "1, RED, GREEN, BLUE, GRAY",
        "2, GREEN, RED, GRAY, BLUE",
        "3, GRAY, BLUE, GREEN, RED",
        "4, BLUE, GRAY, RED, GREEN",
        "5, RED, BLUE, GREEN, GRAY",
        "6, BLUE, RED, GRAY, GREEN",
        "7, GRAY, GREEN, BLUE, RED",
        "8, GREEN, GRAY, RED, BLUE",
        "9, RED, GREEN, BLUE, GRAY",
    })
    void honoursOrientation(int exif, Corner topLeft, Corner topRight, Corner bottomLeft, Corner bottomRight) {
        byte[] bigEndian = TestPictures.orientedJpeg(exif, ByteOrder.BIG_ENDIAN);
        byte[] littleEndian = TestPictures.orientedJpeg(exif, ByteOrder.LITTLE_ENDIAN);
        boolean turned = exif >= 5 && exif <= 8;

        for (byte[] bytes : new byte[][] {bigEndian, littleEndian, TestPictures.orientedPng(exif)}) {
            Picture picture = decode(bytes);
            assertThat(picture.widthPixels()).isEqualTo(turned ? TestPictures.HEIGHT : TestPictures.WIDTH);
            assertCorners(picture, LOSSY, topLeft.rgb, topRight.rgb, bottomLeft.rgb, bottomRight.rgb);
        }
    }

    @Test
    void honoursOrientationOfWebp() {
        Picture picture = decode(TestPictures.resource("oriented.webp"));

        assertThat(picture.widthPixels()).isEqualTo(TestPictures.HEIGHT);
        assertCorners(picture, LOSSY, TestPictures.BLUE, TestPictures.RED, TestPictures.GRAY, TestPictures.GREEN);
    }

    @ParameterizedTest
    @ValueSource(strings = {"jpeg", "png", "lossy.webp", "lossless.webp", "progressive.jpg", "cmyk.jpg"})
    void refusesEveryTruncation(String name) {
        byte[] whole = named(name);

        for (int length = 12; length < whole.length; length += 1 + whole.length / 40) {
            assertFault(PictureFault.TRUNCATED, Arrays.copyOf(whole, length));
        }
        assertFault(PictureFault.TRUNCATED, Arrays.copyOf(whole, whole.length - 1));
    }

    @Test
    void refusesJpegWhoseDataEndsEarlyBeforeItsEndMarker() {
        byte[] jpeg = TestPictures.jpeg();
        byte[] cut = Arrays.copyOf(jpeg, jpeg.length - 200);

        assertFault(PictureFault.TRUNCATED, TestPictures.concat(cut, new byte[] {(byte) 0xFF, (byte) 0xD9}));
    }

    @Test
    void refusesPngWhoseDataEndsEarlyBeforeItsEndChunk() {
        byte[] header = Arrays.copyOf(TestPictures.png(), 33);
        byte[] shortData = TestPictures.chunk("IDAT", new byte[] {0x78, (byte) 0x9C, 0x63, 0x60});

        assertFault(
                PictureFault.TRUNCATED,
                TestPictures.concat(header, shortData, TestPictures.chunk("IEND", new byte[0])));
    }

    @Test
    void acceptsBytesBehindTheEndMarker() {
        byte[] jpeg = TestPictures.concat(TestPictures.jpeg(), new byte[100]);

        assertThat(decode(jpeg).widthPixels()).isEqualTo(TestPictures.WIDTH);
    }

    @Test
    void refusesBombsByTheirHeader() {
        assertFault(PictureFault.TOO_MANY_PIXELS, TestPictures.pngClaiming(30_000, 30_000));
        assertFault(PictureFault.TOO_MANY_PIXELS, TestPictures.pngClaiming(Integer.MAX_VALUE, Integer.MAX_VALUE));
        assertFault(PictureFault.TOO_MANY_PIXELS, TestPictures.jpegClaiming(65_000, 65_000));
    }

    @Test
    void refusesHeaderThatClaimsMoreThanTheData() {
        assertFault(PictureFault.TRUNCATED, TestPictures.pngClaiming(1000, 1000));
        assertFault(PictureFault.TRUNCATED, TestPictures.jpegClaiming(1000, 1000));
    }

    @Test
    void refusesJpegOfTooManyScans() {
        byte[] jpeg = TestPictures.jpeg();
        int sos = indexOf(jpeg, 0xDA);
        byte[] scan = Arrays.copyOfRange(jpeg, sos, jpeg.length - 2);
        byte[][] parts = new byte[JpegStructure.MAX_SCANS + 2][];
        Arrays.fill(parts, scan);
        parts[0] = Arrays.copyOf(jpeg, sos);
        parts[parts.length - 1] = TestPictures.concat(scan, new byte[] {(byte) 0xFF, (byte) 0xD9});

        assertFault(PictureFault.UNSUPPORTED_TYPE, TestPictures.concat(parts));
    }

    @Test
    void refusesJpegOfMoreScansThanItsSizeBears() {
        byte[] jpeg = TestPictures.jpegClaiming(7000, 7000);
        int sos = indexOf(jpeg, 0xDA);
        byte[] scan = Arrays.copyOfRange(jpeg, sos, jpeg.length - 2);
        byte[][] parts = new byte[22][];
        Arrays.fill(parts, scan);
        parts[0] = Arrays.copyOf(jpeg, sos);
        parts[21] = TestPictures.concat(scan, new byte[] {(byte) 0xFF, (byte) 0xD9});

        assertFault(PictureFault.UNSUPPORTED_TYPE, TestPictures.concat(parts));
    }

    @Test
    void refusesSmallAndLargeFiles() {
        BufferedImage narrow = new BufferedImage(63, 200, BufferedImage.TYPE_INT_RGB);
        PictureLimits tight = new PictureLimits(100, 1_000_000, 64);

        assertFault(PictureFault.TOO_SMALL, TestPictures.encoded(narrow, "png"));
        assertThatThrownBy(() -> PictureDecoder.decode(TestPictures.png(), tight))
                .isInstanceOfSatisfying(UnusablePictureException.class, e -> assertThat(e.fault())
                        .isEqualTo(PictureFault.TOO_LARGE));
    }

    @Test
    void refusesOtherTypesByContent() {
        assertFault(PictureFault.UNSUPPORTED_TYPE, TestPictures.resource("picture.gif"));
        assertFault(PictureFault.UNSUPPORTED_TYPE, TestPictures.resource("animated.webp"));
        assertFault(PictureFault.NOT_A_PICTURE, new byte[0]);
        assertFault(PictureFault.NOT_A_PICTURE, "<svg></svg>".getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void checksWithoutKeepingPixels() {
        byte[] turned = TestPictures.orientedJpeg(6, ByteOrder.BIG_ENDIAN);

        PictureInfo info = PictureDecoder.check(turned, PictureLimits.DEFAULT);

        assertThat(info).isEqualTo(new PictureInfo(PictureFormat.JPEG, TestPictures.HEIGHT, TestPictures.WIDTH));
        assertThat(info.centreCrop()).isEqualTo(decode(turned).centreCrop());
        assertThatThrownBy(() -> PictureDecoder.check(Arrays.copyOf(turned, 400), PictureLimits.DEFAULT))
                .isInstanceOf(UnusablePictureException.class);
    }

    private enum Corner {
        RED(TestPictures.RED),
        GREEN(TestPictures.GREEN),
        BLUE(TestPictures.BLUE),
        GRAY(TestPictures.GRAY);

        private final int rgb;

        Corner(int rgb) {
            this.rgb = rgb;
        }
    }

    private static Picture decode(byte[] bytes) {
        return PictureDecoder.decode(bytes, PictureLimits.DEFAULT);
    }

    private static byte[] named(String name) {
        return switch (name) {
            case "jpeg" -> TestPictures.jpeg();
            case "png" -> TestPictures.png();
            default -> TestPictures.resource(name);
        };
    }

    private static int indexOf(byte[] jpeg, int marker) {
        for (int i = 0; ; i++) {
            if ((jpeg[i] & 0xFF) == 0xFF && (jpeg[i + 1] & 0xFF) == marker) {
                return i;
            }
        }
    }

    private static void assertCorners(Picture picture, int tolerance, int... expected) {
        int right = picture.widthPixels() - 13;
        int bottom = picture.heightPixels() - 11;
        int[] found = {picture.rgb(13, 11), picture.rgb(right, 11), picture.rgb(13, bottom), picture.rgb(right, bottom)
        };
        for (int i = 0; i < 4; i++) {
            for (int shift = 0; shift <= 16; shift += 8) {
                assertThat(found[i] >> shift & 0xFF)
                        .as("corner %d, shift %d of %06x", i, shift, found[i])
                        .isBetween(
                                (expected[i] >> shift & 0xFF) - tolerance, (expected[i] >> shift & 0xFF) + tolerance);
            }
        }
    }

    private static void assertFault(PictureFault fault, byte[] bytes) {
        assertThatThrownBy(() -> decode(bytes)).isInstanceOfSatisfying(UnusablePictureException.class, e -> {
            assertThat(e.fault()).isEqualTo(fault);
            assertThat(e.getMessage()).doesNotContain("\n").isNotBlank();
        });
    }
}
