package io.wavemesh.inference.domain;

/** How a job's images reach the client. */
public enum Delivery {
    /** With the answer; nothing is kept. */
    INLINE,
    /** By id from the picture store. */
    STORED
}
