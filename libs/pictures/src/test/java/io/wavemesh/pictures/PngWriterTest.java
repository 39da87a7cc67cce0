package io.wavemesh.pictures;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PngWriterTest {
    private static final PictureLimits ANY_SIZE = new PictureLimits(1 << 20, 1 << 20, 1);

    @Test
    void roundsAndClamps() {
        // one row of two pixels: red -1 and 2, green 0 (half to even: 127.5 becomes 128), blue 1 and -7
        float[] planes = {-1, 2, 0, 0, 1, -7};

        Picture picture = PictureDecoder.decode(PngWriter.encode(planes, 2, 1), ANY_SIZE);

        assertThat(picture.rgb(0, 0)).isEqualTo(0x0080FF);
        assertThat(picture.rgb(1, 0)).isEqualTo(0xFF8000);
    }

    @Test
    void bringsBackWhatWasDecoded() {
        Picture picture = PictureDecoder.decode(TestPictures.png(), PictureLimits.DEFAULT);

        byte[] png = PngWriter.encode(picture.toTensor(72), 72, 72);

        Picture again = PictureDecoder.decode(png, PictureLimits.DEFAULT);
        assertThat(again.rgb(3, 3)).isEqualTo(picture.rgb(15, 3));
        assertThat(PngWriter.encode(again)).isEqualTo(png);
    }

    @Test
    void isReadByImageIoAsItIs() throws IOException {
        Random random = new Random(5);
        float[] planes = new float[3 * 31 * 17];
        for (int i = 0; i < planes.length; i++) {
            planes[i] = (float) random.nextGaussian();
        }
        BufferedImage drawn = PngWriter.image(planes, 31, 17);

        for (byte[] png : List.of(PngWriter.encode(planes, 31, 17), PngWriter.encode(drawn))) {
            BufferedImage read = ImageIO.read(new ByteArrayInputStream(png));

            assertThat(read.getColorModel().hasAlpha()).isFalse();
            assertThat(read.getRGB(0, 0, 31, 17, null, 0, 31)).isEqualTo(drawn.getRGB(0, 0, 31, 17, null, 0, 31));
        }
    }

    @Test
    void replacesFilesAndLeavesNothingBeside(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("new/picture.png");

        PngWriter.write(file, new float[12], 2, 2);
        PngWriter.write(file, new float[3], 1, 1);

        assertThat(Files.readAllBytes(file)).isEqualTo(PngWriter.encode(new float[3], 1, 1));
        try (Stream<Path> files = Files.list(file.getParent())) {
            assertThat(files).containsExactly(file);
        }
    }

    @Test
    void namesTheFileThatCannotBeWritten(@TempDir Path folder) throws IOException {
        Path blocked = Files.createFile(folder.resolve("file")).resolve("picture.png");

        assertThatThrownBy(() -> PngWriter.write(blocked, new float[3], 1, 1))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining("picture.png");
    }

    @Test
    void refusesWrongSizesAndNotANumber() {
        assertThatThrownBy(() -> PngWriter.encode(new float[11], 2, 2)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> PngWriter.encode(new float[] {0, Float.NaN, 0}, 1, 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("not a number");
    }
}
