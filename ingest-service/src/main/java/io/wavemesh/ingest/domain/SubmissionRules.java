package io.wavemesh.ingest.domain;

/**
 * By what submissions are checked.
 *
 * @param limits what a picture set may be
 * @param reading decodes the pictures
 * @param defaultInstanceToken taken where the client names none
 */
public record SubmissionRules(PictureSetLimits limits, PictureReading reading, String defaultInstanceToken) {
    SubmissionCheck newCheck() {
        return new SubmissionCheck(limits, reading, defaultInstanceToken);
    }
}
