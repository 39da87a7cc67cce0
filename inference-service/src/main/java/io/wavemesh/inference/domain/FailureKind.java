package io.wavemesh.inference.domain;

/** Why a job ended without images; the names are the types of problems that clients are told. */
public enum FailureKind {
    /** An adapter was withdrawn while the job waited. */
    ADAPTER_NOT_FOUND("adapter-not-found"),
    /** An adapter's files are broken or do not fit the model. */
    ADAPTER_INVALID("adapter-invalid"),
    /** The engine can't draw with such settings. */
    REQUEST_UNFIT("request-invalid"),
    /** Too little memory for the run. */
    MEMORY_EXHAUSTED("gpu-memory-exhausted"),
    /** The object store can't be reached. */
    STORE_UNAVAILABLE("store-unavailable"),
    /** The job took longer than allowed. */
    TIMED_OUT("generation-timeout"),
    /** The service stops. */
    SHUTTING_DOWN("shutting-down"),
    /** A fault of the service; the log knows more. */
    INTERNAL("internal-error");

    private final String type;

    FailureKind(String type) {
        this.type = type;
    }

    /** Stable name of the kind of problem. */
    public String type() {
        return type;
    }
}
