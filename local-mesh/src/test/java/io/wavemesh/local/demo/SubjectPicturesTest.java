package io.wavemesh.local.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SubjectPicturesTest {
    private static final Path EXAMPLES = Path.of("../examples/subjects");

    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource({"tulip, flower", "duck, bird", "helicopter, aircraft"})
    void everyBundledSubjectHasSixPicturesThatDecode(String name, String classNoun) {
        SubjectPictures subject = SubjectPictures.bundled(EXAMPLES, name);

        assertThat(subject.classNoun()).isEqualTo(classNoun);
        assertThat(subject.decode()).hasSize(6).allMatch(picture -> picture.widthPixels() == 128);
    }

    @Test
    void namesTheSubjectsThereAre() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> SubjectPictures.bundled(EXAMPLES, "zebra"))
                .withMessageContaining("tulip");
    }

    @Test
    void takesOnlyPicturesFromAFolder() throws IOException {
        Files.writeString(folder.resolve("notes.txt"), "no picture");
        Files.createFile(folder.resolve("B.JPG"));
        Files.createFile(folder.resolve("a.png"));
        Files.createFile(folder.resolve(".hidden.png"));

        SubjectPictures own = SubjectPictures.own(folder, "dog");

        assertThat(own.files()).containsExactly(folder.resolve("B.JPG"), folder.resolve("a.png"));
        assertThat(own.name()).isEqualTo(folder.getFileName().toString());
    }

    @Test
    void refusesAFolderWithoutPictures() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> SubjectPictures.own(folder, "dog"))
                .withMessageContaining("no picture");
    }
}
