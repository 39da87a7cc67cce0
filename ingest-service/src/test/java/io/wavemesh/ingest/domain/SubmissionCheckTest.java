package io.wavemesh.ingest.domain;

import static io.wavemesh.ingest.domain.SubmissionMother.aSubmission;
import static org.assertj.core.api.Assertions.assertThat;

import io.wavemesh.contracts.TrainingMethod;
import io.wavemesh.ingest.TestImages;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SubmissionCheckTest {
    private final SubmissionCheck check = SubmissionMother.rules().newCheck();

    @Test
    void takesAGoodSubmission() {
        Submission submission = aSubmission()
                .withImages(TestImages.png(1), TestImages.jpeg(), TestImages.png(1))
                .withTraining("{\"method\":\"shira\",\"captions\":[\"a\",\"b\",\"c\"]}")
                .build();

        CheckedSubmission checked = check.check(submission).orElseThrow();

        assertThat(checked.pictures()).hasSize(3);
        assertThat(checked.subject().instanceToken()).isEqualTo("zjw");
        assertThat(checked.training().method()).contains(TrainingMethod.SHIRA);
        assertThat(check.violations()).isEmpty();
    }

    @Test
    void tellsEverythingAtOnce() {
        Submission submission = aSubmission()
                .withImages(TestImages.png(1), TestImages.truncated(), TestImages.bomb())
                .withClassNoun(null)
                .withTraining("[]")
                .withKey("x".repeat(256))
                .build();

        assertThat(check.check(submission)).isEmpty();

        assertThat(fields()).containsExactly("Idempotency-Key", "class_noun", "training", "images[1]", "images[2]");
        assertThat(check.isOnlyTooLarge()).isFalse();
    }

    @Test
    void tellsSizeApart() {
        byte[] large = new byte[100_001];

        assertThat(check.check(
                        aSubmission().withImages(TestImages.png(1), large).build()))
                .isEmpty();

        assertThat(fields()).containsExactly("images[1]");
        assertThat(check.isOnlyTooLarge()).isTrue();
    }

    @Test
    void limitsTheWholeSet() {
        byte[] allowed = new byte[90_000];

        assertThat(check.check(
                        aSubmission().withImages(allowed, allowed, allowed).build()))
                .isEmpty();

        assertThat(fields()).containsExactly("images");
        assertThat(check.isOnlyTooLarge()).isTrue();
    }

    @Test
    void countsPictures() {
        Submission four = aSubmission()
                .withImages(new byte[1], new byte[1], new byte[1], new byte[1])
                .build();

        assertThat(check.check(four)).isEmpty();

        assertThat(check.violations())
                .containsExactly(new Violation("images", "must be 1 to 3 file parts of that name, found 4"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"steps\":-1}|steps must be in 1..1000000, was -1",
                "{\"method\":\"magic\"}|method has the wrong type or form",
                "{\"stepz\":1}|stepz is not a known field",
                "{\"steps\":1|malformed JSON",
                "{\"captions\":[\"a\",\"b\"]}|captions must be one a picture, 1, found 2",
                "null|expected an object, found null",
            })
    void namesWhatIsWrongWithTheSettings(String json, String message) {
        Optional<CheckedSubmission> checked =
                check.check(aSubmission().withTraining(json).build());

        assertThat(checked).isEmpty();
        assertThat(fields()).containsExactly("training");
        assertThat(check.violations().get(0).message()).startsWith(message);
    }

    @Test
    void refusesControlCharacters() {
        assertThat(check.check(aSubmission().withClassNoun("do\u0007g").build()))
                .isEmpty();

        assertThat(fields()).containsExactly("class_noun");
    }

    private List<String> fields() {
        return check.violations().stream().map(Violation::field).toList();
    }
}
