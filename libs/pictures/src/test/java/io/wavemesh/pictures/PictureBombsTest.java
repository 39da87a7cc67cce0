package io.wavemesh.pictures;

import static org.assertj.core.api.Assertions.assertThat;

import io.wavemesh.testkit.fuzz.FuzzReport;
import io.wavemesh.testkit.fuzz.FuzzRun;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.BitSet;
import java.util.zip.DeflaterOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Small files that would become large: what is beside the pixels costs neither time nor memory. */
class PictureBombsTest {
    private static final long INFLATED = 128L << 20;
    private static final byte[] DEFLATED = deflatedZeros();
    private static final long MOST_BYTES = 48L << 20;

    @ParameterizedTest
    @CsvSource({"iCCP, 'x\0\0'", "zTXt, 'x\0\0'", "iTXt, 'x\0\1\0en\0x\0'"})
    void aCompressedChunkIsNotInflated(String type, String start) {
        byte[] data = TestPictures.concat(start.getBytes(StandardCharsets.ISO_8859_1), DEFLATED);

        FuzzReport report = decode("png-" + type, withChunk(type, data));

        assertThat(report.mostAllocatedBytes()).isLessThan(MOST_BYTES);
    }

    @Test
    void pixelsBeyondTheHeadersSizeAreNotInflated() {
        byte[] png = TestPictures.png();
        byte[] more = TestPictures.concat(
                Arrays.copyOf(png, 33), TestPictures.chunk("IDAT", DEFLATED), TestPictures.chunk("IEND", new byte[0]));

        assertThat(decode("png-idat", more).mostAllocatedBytes()).isLessThan(MOST_BYTES);
    }

    @Test
    void manySmallChunksCostTheirSizeOnly() {
        byte[] text = TestPictures.chunk("tEXt", "a\0b".getBytes(StandardCharsets.ISO_8859_1));
        byte[] png = TestPictures.png();
        ByteBuffer many =
                ByteBuffer.allocate(png.length + 1_000_000 * text.length).put(png, 0, 33);
        for (int i = 0; i < 1_000_000; i++) {
            many.put(text);
        }
        many.put(png, 33, png.length - 33);

        assertThat(decode("png-many", many.array()).mostAllocatedBytes()).isLessThan(4 * MOST_BYTES);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 255})
    void profilesOfJpegThatClaimManyPartsCostTheirSizeOnly(int parts) {
        byte[] jpeg = TestPictures.jpeg();
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        file.write(jpeg, 0, 2);
        for (int i = 0; i < parts; i++) {
            ByteBuffer segment =
                    ByteBuffer.allocate(65_535 + 2).putShort((short) 0xFFE2).putShort((short) 65_535);
            segment.put("ICC_PROFILE\0".getBytes(StandardCharsets.US_ASCII))
                    .put((byte) (i + 1))
                    .put((byte) 255);
            segment.putInt(Integer.MAX_VALUE);
            file.writeBytes(segment.array());
        }
        file.write(jpeg, 2, jpeg.length - 2);

        assertThat(decode("jpeg-icc-" + parts, file.toByteArray()).mostAllocatedBytes())
                .isLessThan(3 * MOST_BYTES);
    }

    /** The decoder needs no bit a pixel for such pictures, and took a minute for what stands behind the last bit. */
    @Test
    void aLosslessWebpOfOneColourIsDecodedInTime() {
        byte[] file = losslessWebp(4000, 4000, 0x20, 0x40, 0x60);

        Picture picture = PictureDecoder.decode(file, PictureLimits.DEFAULT);

        assertThat(picture.rgb(3999, 3999)).isEqualTo(0x204060);
        FuzzReport report = decode("webp-one-colour", file);
        assertThat(report.read()).isEqualTo(1);
        assertThat(report.slowest()).isLessThan(Duration.ofSeconds(10));
    }

    @ParameterizedTest
    @ValueSource(strings = {"lossless.webp", "lossy.webp"})
    void aWebpThatClaimsMorePixelsThanItHasIsRefusedInTime(String name) {
        byte[] file = TestPictures.resource(name);
        ByteBuffer header = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
        if (name.startsWith("lossless")) {
            header.putInt(21, 6999 | 6999 << 14);
        } else {
            header.putShort(26, (short) 7000).putShort(28, (short) 7000);
        }

        assertThat(decode("claiming-" + name, file).refused()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void sizesThatAreOnlyClaimedAreRefusedInTime(boolean jpeg) {
        byte[] file = jpeg ? TestPictures.jpegClaiming(7000, 7000) : TestPictures.pngClaiming(7000, 7000);

        FuzzReport report = decode("claiming-" + (jpeg ? "jpeg" : "png"), file);

        assertThat(report.refused()).isEqualTo(1);
        assertThat(report.mostAllocatedBytes()).isLessThan(16L * 7000 * 7000);
    }

    private static FuzzReport decode(String name, byte[] file) {
        return FuzzRun.of("bomb-" + name, 1)
                .refusedBy(UnusablePictureException.class)
                .within(Duration.ofSeconds(20))
                .allocating(1L << 30)
                .run(1, random -> file, input -> PictureDecoder.decode(input, PictureLimits.DEFAULT));
    }

    private static byte[] withChunk(String type, byte[] data) {
        byte[] png = TestPictures.png();
        return TestPictures.concat(
                Arrays.copyOf(png, 33), TestPictures.chunk(type, data), Arrays.copyOfRange(png, 33, png.length));
    }

    /** A VP8L file whose pixels are all the same: each prefix code has one symbol, so they take no bits. */
    private static byte[] losslessWebp(int width, int height, int red, int green, int blue) {
        BitSet bits = new BitSet();
        int at = put(bits, 0, 0x2F, 8);
        at = put(bits, at, width - 1, 14);
        at = put(bits, at, height - 1, 14);
        at = put(bits, at, 0, 1 + 3 + 1 + 1 + 1);
        for (int symbol : new int[] {green, red, blue, 255, 0}) {
            at = put(bits, at, 0b101, 3);
            at = put(bits, at, symbol, 8);
        }
        byte[] data = Arrays.copyOf(bits.toByteArray(), (at + 15) / 16 * 2);
        return ByteBuffer.allocate(20 + data.length)
                .order(ByteOrder.LITTLE_ENDIAN)
                .put("RIFF".getBytes(StandardCharsets.US_ASCII))
                .putInt(12 + data.length)
                .put("WEBPVP8L".getBytes(StandardCharsets.US_ASCII))
                .putInt(data.length)
                .put(data)
                .array();
    }

    private static int put(BitSet bits, int at, int value, int count) {
        for (int i = 0; i < count; i++) {
            bits.set(at + i, (value >> i & 1) == 1);
        }
        return at + count;
    }

    private static byte[] deflatedZeros() {
        ByteArrayOutputStream deflated = new ByteArrayOutputStream();
        try (DeflaterOutputStream out = new DeflaterOutputStream(deflated)) {
            byte[] block = new byte[1 << 20];
            for (long written = 0; written < INFLATED; written += block.length) {
                out.write(block);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return deflated.toByteArray();
    }
}
