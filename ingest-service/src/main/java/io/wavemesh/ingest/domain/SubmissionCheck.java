package io.wavemesh.ingest.domain;

import io.wavemesh.contracts.MessageJson;
import io.wavemesh.contracts.SubjectSummary;
import io.wavemesh.contracts.TrainingSettings;
import io.wavemesh.contracts.UndecodableMessageException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Checks one submission completely and collects everything that is wrong with it. Used once. */
final class SubmissionCheck {
    private static final int MAX_CLASS_NOUN = 100;
    private static final int MAX_INSTANCE_TOKEN = 40;
    private static final int MAX_NAME = 200;
    private static final int MAX_KEY = 255;

    private final PictureSetLimits limits;
    private final PictureReading reading;
    private final String defaultInstanceToken;
    private final List<Violation> violations = new ArrayList<>();
    private int sizeViolations;

    SubmissionCheck(PictureSetLimits limits, PictureReading reading, String defaultInstanceToken) {
        this.limits = limits;
        this.reading = reading;
        this.defaultInstanceToken = defaultInstanceToken;
    }

    /** The checked submission; empty if there are violations. */
    Optional<CheckedSubmission> check(Submission submission) {
        violations.addAll(submission.malformed());
        submission.idempotencyKey().ifPresent(key -> text("Idempotency-Key", key, MAX_KEY));
        String classNoun = submission.classNoun().map(String::strip).orElse("");
        if (classNoun.isEmpty()) {
            add("class_noun", "is missing; name the subject's kind by an ordinary word, such as dog");
        } else {
            text("class_noun", classNoun, MAX_CLASS_NOUN);
        }
        String instanceToken = submission.instanceToken().map(String::strip).orElse(defaultInstanceToken);
        text("instance_token", instanceToken, MAX_INSTANCE_TOKEN);
        Optional<String> name = submission.name().map(String::strip).filter(n -> !n.isEmpty());
        name.ifPresent(n -> text("name", n, MAX_NAME));
        TrainingSettings training = training(submission);
        List<CheckedPicture> pictures = pictures(submission.images());
        if (!violations.isEmpty()) {
            return Optional.empty();
        }
        SubjectSummary subject = new SubjectSummary(name, classNoun, instanceToken, pictures.size());
        return Optional.of(new CheckedSubmission(submission.owner(), pictures, subject, training));
    }

    List<Violation> violations() {
        return List.copyOf(violations);
    }

    /** Whether size is all that is wrong. */
    boolean isOnlyTooLarge() {
        return sizeViolations > 0 && sizeViolations == violations.size();
    }

    private List<CheckedPicture> pictures(List<UploadedPicture> images) {
        if (images.size() < limits.minPictures() || images.size() > limits.maxPictures()) {
            add(
                    "images",
                    "must be " + limits.minPictures() + " to " + limits.maxPictures()
                            + " file parts of that name, found " + images.size());
            return List.of();
        }
        long total = images.stream().mapToLong(UploadedPicture::byteCount).sum();
        if (total > limits.maxBytes()) {
            sizeViolations++;
            add("images", "have " + total + " bytes together; at most " + limits.maxBytes() + " are allowed");
            return List.of();
        }
        List<CheckedPicture> pictures = new ArrayList<>();
        for (int i = 0; i < images.size(); i++) {
            PictureReading.Result result = reading.read(images.get(i));
            result.picture().ifPresent(pictures::add);
            if (result.isTooLarge()) {
                sizeViolations++;
            }
            String field = "images[" + i + "]";
            result.refusal().ifPresent(refusal -> add(field, refusal));
        }
        return pictures;
    }

    private TrainingSettings training(Submission submission) {
        String json = submission.training().orElse("");
        if (json.isBlank()) {
            return TrainingSettings.defaults();
        }
        try {
            TrainingSettings settings =
                    MessageJson.decodeStrict(json.getBytes(StandardCharsets.UTF_8), TrainingSettings.class);
            settings.captions()
                    .filter(captions -> captions.size() != submission.images().size())
                    .ifPresent(captions -> add(
                            "training",
                            "captions must be one a picture, "
                                    + submission.images().size() + ", found " + captions.size()));
            return settings;
        } catch (UndecodableMessageException e) {
            String type = TrainingSettings.class.getSimpleName() + ": ";
            String message = e.getMessage();
            add("training", message.startsWith(type) ? message.substring(type.length()) : message);
            return TrainingSettings.defaults();
        }
    }

    private void text(String field, String value, int maxLength) {
        if (value.isBlank() || value.length() > maxLength || value.codePoints().anyMatch(Character::isISOControl)) {
            add(field, "must be 1 to " + maxLength + " printable characters, found " + value.length());
        }
    }

    private void add(String field, String message) {
        violations.add(new Violation(field, message));
    }
}
