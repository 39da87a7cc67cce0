package io.wavemesh.trainer.domain;

import io.wavemesh.contracts.Fault;
import io.wavemesh.contracts.RetryableException;

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
    /** Nobody knows any more what was to be learned. */
    public static final String JOB_GONE = "job-gone";
    /** It failed in a way that would repeat. */
    public static final String FAILED = "training-failed";
    /** It is tried again. */
    public static final String INTERRUPTED = "training-interrupted";
    /** It was tried too often. */
    public static final String ATTEMPTS_EXHAUSTED = "attempts-exhausted";

    private JobFaults() {}

    /** What clients are told of an attempt that is followed by another; hosts and folders stay in the log. */
    static Fault interrupted(RuntimeException e) {
        String what = e instanceof RetryableException
                ? "the object store or the brokers could not be used"
                : "a fault of the trainer";
        return new Fault(INTERRUPTED, what + "; it is tried again");
    }

    /** What clients are told of an end that nobody foresaw. */
    static Fault failed() {
        return new Fault(FAILED, "the trainer could not finish the job, and would not another time");
    }

    /** The job's name is taken by the job of another subject. */
    static Fault foreign() {
        return new Fault(FAILED, "the job's name belongs to another subject");
    }

    /** What clients are told of an attempt whose trainer was stopped. */
    static Fault shutDown() {
        return new Fault(INTERRUPTED, "the trainer shut down; it is tried again");
    }

    /** What clients are told when there is no other attempt. */
    static Fault exhausted(int attempts) {
        return new Fault(ATTEMPTS_EXHAUSTED, "given up after " + attempts + (attempts == 1 ? " attempt" : " attempts"));
    }
}
