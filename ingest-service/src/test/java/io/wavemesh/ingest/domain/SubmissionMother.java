package io.wavemesh.ingest.domain;

import io.wavemesh.contracts.ClientId;
import io.wavemesh.ingest.TestImages;
import io.wavemesh.pictures.PictureLimits;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Submissions with good defaults. */
final class SubmissionMother {
    private final List<UploadedPicture> images = new ArrayList<>(List.of(picture(TestImages.png(1))));
    private Optional<String> key = Optional.empty();
    private Optional<String> classNoun = Optional.of("dog");
    private Optional<String> training = Optional.empty();
    private Optional<ClientId> owner = Optional.empty();

    static SubmissionMother aSubmission() {
        return new SubmissionMother();
    }

    static SubmissionRules rules() {
        PictureLimits each = new PictureLimits(100_000, 50_000_000, 64);
        PictureSetLimits limits = new PictureSetLimits(1, 3, 250_000, each);
        return new SubmissionRules(limits, new PictureReading(each, 2, Duration.ofSeconds(20)), "zjw");
    }

    static UploadedPicture picture(byte[] bytes) {
        return new UploadedPicture() {
            @Override
            public long byteCount() {
                return bytes.length;
            }

            @Override
            public byte[] bytes() {
                return bytes;
            }
        };
    }

    SubmissionMother withImages(byte[]... files) {
        images.clear();
        for (byte[] file : files) {
            images.add(picture(file));
        }
        return this;
    }

    SubmissionMother withPictures(List<UploadedPicture> pictures) {
        images.clear();
        images.addAll(pictures);
        return this;
    }

    SubmissionMother withKey(String value) {
        key = Optional.of(value);
        return this;
    }

    SubmissionMother from(String value) {
        owner = Optional.of(new ClientId(value));
        return this;
    }

    SubmissionMother withClassNoun(String value) {
        classNoun = Optional.ofNullable(value);
        return this;
    }

    SubmissionMother withTraining(String value) {
        training = Optional.of(value);
        return this;
    }

    Submission build() {
        return new Submission(owner, key, images, classNoun, Optional.empty(), Optional.empty(), training, List.of());
    }
}
