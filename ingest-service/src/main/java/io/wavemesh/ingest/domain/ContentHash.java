package io.wavemesh.ingest.domain;

import io.wavemesh.contracts.MessageJson;
import io.wavemesh.contracts.store.Sha256;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** Tells two submissions apart by what a trainer would make of them. */
final class ContentHash {
    private ContentHash() {}

    /** SHA-256 over pictures, words and settings of a checked submission. */
    static String of(CheckedSubmission submission) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (CheckedPicture picture : submission.pictures()) {
            bytes.writeBytes(picture.sha256().getBytes(StandardCharsets.US_ASCII));
        }
        bytes.writeBytes(MessageJson.encodeValue(submission.subject()));
        bytes.writeBytes(MessageJson.encodeValue(submission.training()));
        return Sha256.of(bytes.toByteArray());
    }
}
