package io.wavemesh.ingest.resource;

import java.util.List;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** The multipart form of a picture set, for the API's description only: {@link MultipartReader} reads it. */
@Schema(name = "SubjectForm")
record SubjectForm(
        @Schema(
                required = true,
                description = "The pictures, each a file part of this name: JPEG, PNG or WebP, recognised by"
                        + " content; 1 to 64, at least 64 pixels a side, at most 50 megapixels and 32 MiB each"
                        + " unless the service is set up otherwise")
        List<Picture> images,

        @Schema(
                required = true,
                maxLength = 100,
                description = "Ordinary word for the subject's kind",
                examples = "dog")
        String class_noun,

        @Schema(maxLength = 40, defaultValue = "zjw", description = "Rare word that is to be bound to the subject")
        String instance_token,

        @Schema(maxLength = 200, description = "What the client calls the subject")
        String name,

        @Schema(
                description = "Training settings as JSON, all optional: method (waveft, shira, lora),"
                        + " waveletFamily, nFrequency, nFrequencyPattern, proportionalParameters, scaling,"
                        + " randomLocSeed, targetModules, targetModulesExpression, rank, alpha, learningRate,"
                        + " weightDecay, clip, steps, batch, seed, instancePrompt, captions, minSnrGamma,"
                        + " noiseOffset",
                examples = "{\"method\": \"waveft\", \"steps\": 300}")
        String training) {

    /** A file part. */
    @Schema(name = "PictureFile", type = SchemaType.STRING, format = "binary")
    interface Picture {}
}
