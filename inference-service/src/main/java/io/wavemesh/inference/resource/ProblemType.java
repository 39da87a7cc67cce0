package io.wavemesh.inference.resource;

import io.wavemesh.inference.domain.FailureKind;
import java.net.URI;

/** Every kind of problem that this service answers with. */
enum ProblemType {
    MALFORMED_BODY("malformed-body", 400, "The body is not JSON"),
    UNAUTHENTICATED("unauthenticated", 401, "Credentials are needed"),
    FORBIDDEN("forbidden", 403, "The credentials lack a scope"),
    ADAPTER_NOT_FOUND("adapter-not-found", 404, "No such adapter"),
    MODEL_NOT_FOUND("model-not-found", 404, "No such model here"),
    JOB_NOT_FOUND("job-not-found", 404, "No such job"),
    IMAGE_NOT_FOUND("image-not-found", 404, "No such image"),
    FILE_NOT_FOUND("file-not-found", 404, "No such file of an adapter"),
    BASE_MODEL_MISMATCH("base-model-mismatch", 409, "The adapter belongs to another base model"),
    ADAPTER_INVALID("adapter-invalid", 409, "The adapter's files can not be used"),
    REQUEST_INVALID("request-invalid", 422, "Fields of the request break rules"),
    QUEUE_FULL("queue-full", 429, "Too many requests wait already"),
    INTERNAL_ERROR("internal-error", 500, "A fault of the service"),
    GPU_MEMORY_EXHAUSTED("gpu-memory-exhausted", 503, "Too little memory for the images"),
    STORE_UNAVAILABLE("store-unavailable", 503, "The object store can not be reached"),
    BROKER_UNAVAILABLE("broker-unavailable", 503, "The broker can not be reached"),
    ISSUER_UNAVAILABLE("issuer-unavailable", 503, "The token's issuer can not be reached"),
    NOT_READY("not-ready", 503, "The service is starting"),
    SHUTTING_DOWN("shutting-down", 503, "The service is stopping"),
    GENERATION_TIMEOUT("generation-timeout", 504, "The images took too long");

    private static final String PREFIX = "urn:wavemesh:problem:";

    private final String slug;
    private final int status;
    private final String title;

    ProblemType(String slug, int status, String title) {
        this.slug = slug;
        this.status = status;
        this.title = title;
    }

    /** Stable name. */
    String slug() {
        return slug;
    }

    /** The name as a URI. */
    URI uri() {
        return URI.create(PREFIX + slug);
    }

    /** HTTP status. */
    int status() {
        return status;
    }

    /** One fixed phrase. */
    String title() {
        return title;
    }

    /** The problem that a failed job is told as. */
    static ProblemType of(FailureKind kind) {
        return switch (kind) {
            case ADAPTER_NOT_FOUND -> ADAPTER_NOT_FOUND;
            case ADAPTER_INVALID -> ADAPTER_INVALID;
            case REQUEST_UNFIT -> REQUEST_INVALID;
            case MEMORY_EXHAUSTED -> GPU_MEMORY_EXHAUSTED;
            case STORE_UNAVAILABLE -> STORE_UNAVAILABLE;
            case TIMED_OUT -> GENERATION_TIMEOUT;
            case SHUTTING_DOWN -> SHUTTING_DOWN;
            case INTERNAL -> INTERNAL_ERROR;
        };
    }
}
