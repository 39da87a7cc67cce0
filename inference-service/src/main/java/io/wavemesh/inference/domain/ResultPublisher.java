package io.wavemesh.inference.domain;

import io.wavemesh.contracts.GenerationResult;

/** Tells the mesh how requests ended. */
@FunctionalInterface
public interface ResultPublisher {
    /** Returns when the result is kept; throws {@code RetryableException} while the brokers are away. */
    void tell(GenerationResult result);
}
