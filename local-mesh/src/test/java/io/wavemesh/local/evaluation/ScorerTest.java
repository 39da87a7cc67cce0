package io.wavemesh.local.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.wavemesh.pictures.Picture;
import io.wavemesh.pictures.PictureFiles;
import io.wavemesh.pictures.PictureLimits;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class ScorerTest {
    private static Scorer scorer;

    @BeforeAll
    static void open() {
        scorer = Scorer.open(Path.of("../models"));
    }

    @AfterAll
    static void close() {
        scorer.close();
    }

    @Test
    void aSubjectIsLikeItselfWhateverTheBackgroundAndUnlikeAnother() {
        double same = scorer.identity(pictures("tulip"), pictures("tulip"));
        double other = scorer.identity(pictures("duck"), pictures("tulip"));

        assertThat(same).isBetween(0.7, 1.0 + 1e-6);
        assertThat(other).isLessThan(0.4);
    }

    @Test
    void aTextThatFitsScoresHigherThanOneThatDoesNot() {
        List<Picture> onRed = pictures("tulip").subList(1, 2);

        double fits = scorer.textAlignment(onRed, List.of("a 3d render of a tulip on a red background"));
        double doesNot = scorer.textAlignment(onRed, List.of("a flat vector of a car on a green background"));

        assertThat(fits).isGreaterThan(doesNot + 0.3);
    }

    @Test
    void everyPictureIsScoredOnItsOwnText() {
        List<Picture> two = pictures("duck").subList(0, 2);
        String text = "a bird on a white background";

        double mean = scorer.textAlignment(two, Collections.nCopies(2, text));
        double first = scorer.textAlignment(two.subList(0, 1), List.of(text));
        double second = scorer.textAlignment(two.subList(1, 2), List.of(text));

        assertThat(mean).isCloseTo((first + second) / 2, within(1e-5));
    }

    private static List<Picture> pictures(String subject) {
        return PictureFiles.readAll(Path.of("../examples/subjects", subject), PictureLimits.DEFAULT);
    }
}
