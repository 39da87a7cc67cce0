package io.wavemesh.local.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ContactSheetTest {
    @Test
    void showsEverySubjectPictureAndDrawing() {
        BufferedImage sheet = ContactSheet.draw(ResultMother.tulip());

        Set<Integer> colours = colours(sheet);
        ResultMother.tulip().pictures().forEach(picture -> assertThat(colours).contains(picture.getRGB(64, 64)));
        ResultMother.tulip().personalized().forEach(drawing -> assertThat(colours)
                .contains(drawing.image().getRGB(64, 64)));
    }

    @Test
    void drawsTextWithTheBundledFont() {
        BufferedImage sheet = ContactSheet.draw(ResultMother.tulip());
        BufferedImage otherSubject = ContactSheet.draw(ResultMother.about("duck", "bird"));

        int titleHeight = 60;
        assertThat(dark(sheet, titleHeight)).isGreaterThan(300);
        assertThat(dark(sheet, titleHeight)).isNotEqualTo(dark(otherSubject, titleHeight));
    }

    @Test
    void wrapsLongCaptionsInsideThePicture() {
        BufferedImage sheet = ContactSheet.draw(
                ResultMother.about("x", "very long class noun ".repeat(12).strip()));

        int margin = 40;
        for (int y = 0; y < sheet.getHeight(); y++) {
            assertThat(sheet.getRGB(sheet.getWidth() - margin, y) & 0xFFFFFF).isEqualTo(0xFAFAF7);
        }
    }

    private static Set<Integer> colours(BufferedImage image) {
        Set<Integer> colours = new HashSet<>();
        for (int y = 0; y < image.getHeight(); y += 4) {
            for (int x = 0; x < image.getWidth(); x += 4) {
                colours.add(image.getRGB(x, y));
            }
        }
        return colours;
    }

    private static int dark(BufferedImage image, int titleHeight) {
        int count = 0;
        for (int y = 48; y < 48 + titleHeight; y++) {
            for (int x = 0; x < image.getWidth(); x++) {
                count += (image.getRGB(x, y) & 0xFF) < 0x80 ? 1 : 0;
            }
        }
        return count;
    }
}
