package io.wavemesh.pictures;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PictureTest {
    @Test
    void cropsTheMiddle() {
        assertThat(picture(9, 4).centreCrop()).isEqualTo(new CropBox(2, 0, 4));
        assertThat(picture(4, 10).centreCrop()).isEqualTo(new CropBox(0, 3, 4));
    }

    @Test
    void averagesByHandWhenHalvingTheSize() {
        // windows of half-width 2 around 1 and 3: weights 1/8 3/8 3/8 1/8, cut at the border to 3/7 3/7 1/7
        Picture row = Picture.of(4, 4, grayRows(0, 70, 140, 210));

        float[] tensor = row.toTensor(2);

        float top = (0 * 3 + 70 * 3 + 140) / 7f;
        float bottom = (70 + 140 * 3 + 210 * 3) / 7f;
        assertThat(tensor).hasSize(12);
        assertThat(tensor[0]).isCloseTo(top / 127.5f - 1, within(1e-6f));
        assertThat(tensor[2]).isCloseTo(bottom / 127.5f - 1, within(1e-6f));
        assertThat(tensor[0]).isEqualTo(tensor[1]).isCloseTo(tensor[4], within(0f));
    }

    @Test
    void keepsValuesWhenSizeIsUnchanged() {
        Picture picture = picture(5, 5);

        float[] tensor = picture.toTensor(5);

        for (int i = 0; i < 25; i++) {
            int rgb = picture.rgb(i % 5, i / 5);
            assertThat(tensor[i]).isCloseTo((rgb >> 16) / 127.5f - 1, within(1e-6f));
            assertThat(tensor[50 + i]).isCloseTo((rgb & 0xFF) / 127.5f - 1, within(1e-6f));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {16, 64})
    void equalsPillowWithinItsRounding(int size) {
        String csv = new String(TestPictures.resource("resized-" + size + ".csv"), StandardCharsets.US_ASCII);
        String[] expected = csv.trim().split("[,\n]+");

        float[] tensor = picture(37, 53).toTensor(size);

        for (int i = 0; i < expected.length; i++) {
            float found = (tensor[(i % 3) * size * size + i / 3] + 1) * 127.5f;
            assertThat(found).as("value %d", i).isCloseTo(Integer.parseInt(expected[i]), within(1.01f));
        }
    }

    @Test
    void refusesSizesThatDoNotFit() {
        assertThatThrownBy(() -> Picture.of(3, 3, new byte[26])).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> picture(3, 3).toTensor(0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> picture(3, 3).rgb(3, 0)).isInstanceOf(IndexOutOfBoundsException.class);
    }

    /** The picture of the resize resources. */
    private static Picture picture(int width, int height) {
        byte[] rgb = new byte[3 * width * height];
        for (int i = 0; i < rgb.length; i++) {
            int x = i / 3 % width;
            int y = i / 3 / width;
            rgb[i] = (byte) (x * 7 + y * 13 + i % 3 * 50 + x * y % 31 * 3);
        }
        return Picture.of(width, height, rgb);
    }

    private static byte[] grayRows(int... values) {
        byte[] rgb = new byte[3 * values.length * values.length];
        for (int i = 0; i < rgb.length; i++) {
            rgb[i] = (byte) values[i / 3 / values.length];
        }
        return rgb;
    }
}
