package io.wavemesh.ingest.domain;

import io.wavemesh.contracts.ClientId;
import java.util.List;
import java.util.Optional;

/**
 * A picture set as a client sent it, nothing of it checked.
 *
 * @param owner the client who sent it; idempotency keys of different clients do not meet
 * @param idempotencyKey the client's own name of this request; a repeat under it gives the same job
 * @param images the pictures in the order sent
 * @param classNoun ordinary word for the subject's kind
 * @param instanceToken rare word that is to be bound to the subject
 * @param name what the client calls the subject
 * @param training {@link io.wavemesh.contracts.TrainingSettings} as JSON
 * @param malformed what the reader of the request found wrong with its form
 */
public record Submission(
        Optional<ClientId> owner,
        Optional<String> idempotencyKey,
        List<UploadedPicture> images,
        Optional<String> classNoun,
        Optional<String> instanceToken,
        Optional<String> name,
        Optional<String> training,
        List<Violation> malformed) {
    /** Copies the lists. */
    public Submission {
        images = List.copyOf(images);
        malformed = List.copyOf(malformed);
    }

    /** Shows no text of the client. */
    @Override
    public String toString() {
        return "Submission[" + images.size() + " images]";
    }
}
