package io.wavemesh.pictures;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Broken bytes end in a picture or in an {@link UnusablePictureException}, never in anything else. */
class PictureDecoderPropertyTest {
    private static final int TRIES = 150;
    private static final PictureLimits LIMITS = new PictureLimits(1 << 20, 1_000_000, 1);

    @ParameterizedTest
    @ValueSource(
            strings = {"lossy.webp", "lossless.webp", "alpha.webp", "oriented.webp", "progressive.jpg", "cmyk.jpg"})
    void survivesChangedBytes(String name) {
        fuzz(TestPictures.resource(name), name.hashCode());
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void survivesChangedBytesOfOwnFiles(boolean jpeg) {
        fuzz(jpeg ? TestPictures.jpeg() : TestPictures.png(), 7);
    }

    @ParameterizedTest
    @ValueSource(ints = {0x89504E47, 0xFFD8FFE0, 0x52494646, 0})
    void survivesRandomBytes(int start) {
        Random random = new Random(start);
        for (int i = 0; i < TRIES; i++) {
            byte[] bytes = new byte[random.nextInt(2000) + 16];
            random.nextBytes(bytes);
            for (int b = 0; b < 4; b++) {
                bytes[b] = (byte) (start >> 24 - 8 * b);
            }
            assertThat(decodesOrRefuses(bytes)).isTrue();
        }
    }

    private static void fuzz(byte[] whole, int seed) {
        Random random = new Random(seed);
        for (int i = 0; i < TRIES; i++) {
            byte[] bytes = Arrays.copyOf(whole, random.nextInt(10) == 0 ? random.nextInt(whole.length) : whole.length);
            for (int change = random.nextInt(4); change >= 0 && bytes.length > 0; change--) {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
            }
            assertThat(decodesOrRefuses(bytes)).isTrue();
        }
    }

    private static boolean decodesOrRefuses(byte[] bytes) {
        try {
            Picture picture = PictureDecoder.decode(bytes, LIMITS);
            return (long) picture.widthPixels() * picture.heightPixels() <= LIMITS.maxPixels();
        } catch (UnusablePictureException e) {
            return !e.getMessage().contains("\n");
        }
    }
}
