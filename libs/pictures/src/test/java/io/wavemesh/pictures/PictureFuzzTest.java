package io.wavemesh.pictures;

import static org.assertj.core.api.Assertions.assertThat;

import io.wavemesh.testkit.fuzz.FuzzReport;
import io.wavemesh.testkit.fuzz.FuzzRun;
import java.nio.ByteOrder;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Picture files of every format, damaged in their structure, are decoded or refused in little time and memory. */
class PictureFuzzTest {
    /** As small as the samples: whatever a file claims, no more may be allocated than such a picture needs. */
    private static final PictureLimits LIMITS = new PictureLimits(1 << 20, 200_000, 1);

    @Test
    void damagedPicturesAreDecodedOrRefused() {
        List<byte[]> samples = List.of(
                TestPictures.png(),
                TestPictures.orientedPng(6),
                TestPictures.jpeg(),
                TestPictures.orientedJpeg(3, ByteOrder.LITTLE_ENDIAN),
                TestPictures.resource("progressive.jpg"),
                TestPictures.resource("cmyk.jpg"),
                TestPictures.resource("gray.jpg"),
                TestPictures.resource("lossy.webp"),
                TestPictures.resource("lossless.webp"),
                TestPictures.resource("alpha.webp"),
                TestPictures.resource("oriented.webp"));

        FuzzReport report = FuzzRun.of("pictures", 11)
                .refusedBy(UnusablePictureException.class)
                .allocating(32L << 20)
                .run(2500, random -> PictureDamage.of(samples.get(random.nextInt(samples.size())), random), input -> {
                    Picture picture = PictureDecoder.decode(input, LIMITS);
                    assertThat((long) picture.widthPixels() * picture.heightPixels())
                            .isLessThanOrEqualTo(LIMITS.maxPixels());
                });

        assertThat(report.refused()).isGreaterThan(1000);
        assertThat(report.read()).isGreaterThan(100);
    }
}
