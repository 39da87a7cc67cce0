package io.wavemesh.contracts;

/** What a trainer is doing with a running job, in this order. */
public enum JobPhase {
    /** Fetching and checking the pictures. */
    LOADING,
    /** Encoding pictures and prompts, once a job. */
    ENCODING,
    /** Optimizer steps. */
    TRAINING,
    /** Writing the adapter to the object store. */
    STORING
}
