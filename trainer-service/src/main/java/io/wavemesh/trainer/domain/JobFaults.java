package io.wavemesh.trainer.domain;

import io.wavemesh.contracts.Fault;

/** The problem types that a job can end with; clients rely on their names. */
public final class JobFaults {
    /** A picture is missing, damaged or not what the job says. */
    public static final String PICTURE_SET_INVALID = "picture-set-invalid";
    /** The settings contradict each other or the base model. */
    public static final String SETTINGS_INVALID = "training-settings-invalid";
    /** The job names a base model that this trainer doesn't have. */
    public static final String BASE_MODEL_UNKNOWN = "base-model-unknown";
    /** Loss or gradient became infinite. */
    public static final String DIVERGED = "training-diverged";
    /** The device has too little memory for such a training, however small its parts. */
    public static final String MEMORY_EXHAUSTED = "gpu-memory-exhausted";
    /** It failed in a way that would repeat. */
    public static final String FAILED = "training-failed";
    /** It is tried again. */
    public static final String INTERRUPTED = "training-interrupted";
    /** It was tried too often. */
    public static final String ATTEMPTS_EXHAUSTED = "attempts-exhausted";

    private JobFaults() {}

    /** A fault with the message of an exception as its detail. */
    static Fault of(String type, RuntimeException e) {
        return new Fault(type, e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage());
    }
}
