package io.wavemesh.ingest.resource;

import java.util.Locale;

/** The catalogue of problems that clients are told; each has a stable type, a fixed title and a status. */
enum ProblemType {
    /** Something in a picture set breaks a rule; see the violations. */
    PICTURE_SET_INVALID(422, "The picture set is invalid"),
    /** Nothing but size is wrong with a picture set. */
    PICTURE_SET_TOO_LARGE(413, "The picture set is too large"),
    /** An idempotency key was used for something else. */
    IDEMPOTENCY_KEY_TAKEN(409, "The idempotency key is taken"),
    /** The caller does not say who it is, or not so that it could be believed. */
    UNAUTHENTICATED(401, "Credentials are needed"),
    /** The caller is known, but lacks the scope. */
    FORBIDDEN(403, "The credentials lack a scope"),
    /** Nobody knows the subject. */
    SUBJECT_NOT_FOUND(404, "There is no such subject"),
    /** The job has ended, so it can't be canceled. */
    SUBJECT_FINISHED(409, "The subject's job has ended"),
    /** A parameter of the request's address breaks a rule. */
    QUERY_INVALID(400, "The query is invalid"),
    /** The request can't be understood. */
    REQUEST_MALFORMED(400, "The request is malformed"),
    /** There is no such path. */
    NOT_FOUND(404, "There is nothing here"),
    /** The path does not have this method. */
    METHOD_NOT_ALLOWED(405, "The method is not allowed here"),
    /** None of the media types that the client accepts is available. */
    NOT_ACCEPTABLE(406, "No acceptable media type"),
    /** The request's body is of another media type than the path takes. */
    MEDIA_TYPE_UNSUPPORTED(415, "The media type is not supported"),
    /** As many uploads as allowed are at work. */
    TOO_MANY_UPLOADS(429, "Too many uploads are at work"),
    /** Brokers or object store are away, or too many requests are at work; nothing is lost, try again. */
    SERVICE_UNAVAILABLE(503, "The service is not available now"),
    /** Something unforeseen. */
    INTERNAL_ERROR(500, "Something went wrong");

    private static final String PREFIX = "urn:wavemesh:problem:";

    private final int status;
    private final String title;

    ProblemType(int status, String title) {
        this.status = status;
        this.title = title;
    }

    int status() {
        return status;
    }

    String title() {
        return title;
    }

    /** The stable name, such as {@code urn:wavemesh:problem:picture-set-invalid}. */
    String uri() {
        return PREFIX + name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
