package io.wavemesh.inference.domain;

import io.wavemesh.contracts.GenerationResult;

/** What is measured of requests that come as messages. */
public interface RequestMeters {
    /** An attempt at a request begins. */
    void taken();

    /** An attempt is over, however it ended. */
    void released();

    /** A result was told. */
    void answered(GenerationResult.State state);

    /** A request was handed back. */
    void postponed();

    /** A message was no request. */
    void refused();
}
