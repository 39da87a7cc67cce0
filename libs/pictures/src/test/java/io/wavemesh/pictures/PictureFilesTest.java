package io.wavemesh.pictures;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PictureFilesTest {
    @TempDir
    Path folder;

    @Test
    void readsAllSortedByName() throws IOException {
        Files.write(folder.resolve("b.jpg"), TestPictures.jpeg());
        Files.write(
                folder.resolve("a.png"),
                TestPictures.encoded(new BufferedImage(64, 65, BufferedImage.TYPE_INT_RGB), "png"));
        Files.write(folder.resolve(".hidden"), new byte[3]);
        Files.createDirectory(folder.resolve("c"));

        List<Picture> pictures = PictureFiles.readAll(folder, PictureLimits.DEFAULT);

        assertThat(pictures).extracting(Picture::heightPixels).containsExactly(65, TestPictures.HEIGHT);
    }

    @Test
    void namesTheFileAtFault() throws IOException {
        Files.write(folder.resolve("a.png"), TestPictures.png());
        Files.writeString(folder.resolve("notes.txt"), "no picture");

        assertThatThrownBy(() -> PictureFiles.readAll(folder, PictureLimits.DEFAULT))
                .isInstanceOf(UnusablePictureException.class)
                .hasMessage(folder.resolve("notes.txt") + ": is not a picture; send JPEG, PNG or WebP");
    }

    @Test
    void namesTheFileThatIsTooLargeWithoutReadingIt() throws IOException {
        Files.write(folder.resolve("large.png"), new byte[2000]);

        assertThatThrownBy(() -> PictureFiles.readAll(folder, new PictureLimits(1000, 1000, 1)))
                .isInstanceOf(UnusablePictureException.class)
                .hasMessageContaining("large.png: has 2000 bytes");
    }

    @Test
    void namesMissingAndEmptyFolders() {
        assertThatThrownBy(() -> PictureFiles.readAll(folder.resolve("none"), PictureLimits.DEFAULT))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(folder.resolve("none") + ": no such folder");
        assertThatThrownBy(() -> PictureFiles.readAll(folder, PictureLimits.DEFAULT))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(folder + ": holds no pictures");
    }
}
