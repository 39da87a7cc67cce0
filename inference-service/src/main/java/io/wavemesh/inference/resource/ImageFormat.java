package io.wavemesh.inference.resource;

import io.wavemesh.inference.domain.Violation;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** How images are answered. */
enum ImageFormat {
    B64_JSON,
    URL;

    /** The format that a body asks for; ends the request if there is none of that name. */
    static ImageFormat of(GenerationBody body) {
        if (body.outputFormat() != null && !body.outputFormat().equals("png")) {
            throw ProblemException.invalid(List.of(new Violation("output_format", "must be png")));
        }
        return named(Optional.ofNullable(body.responseFormat()), B64_JSON);
    }

    /** The format of that name; ends the request if there is none. */
    static ImageFormat named(Optional<String> name, ImageFormat otherwise) {
        if (name.isEmpty()) {
            return otherwise;
        }
        for (ImageFormat format : values()) {
            if (format.name().toLowerCase(Locale.ROOT).equals(name.get())) {
                return format;
            }
        }
        throw ProblemException.invalid(List.of(new Violation("response_format", "must be one of b64_json, url")));
    }
}
