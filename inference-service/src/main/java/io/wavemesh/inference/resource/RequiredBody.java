package io.wavemesh.inference.resource;

/** A body that must be there. */
final class RequiredBody {
    private RequiredBody() {}

    /** The body; ends the request if it is empty or {@code null}. */
    static GenerationBody of(GenerationBody body) {
        if (body == null) {
            throw new ProblemException(ProblemType.MALFORMED_BODY, "the body is empty");
        }
        return body;
    }
}
