package io.wavemesh.ingest.domain;

import io.wavemesh.contracts.TrainingEvent;

/** Is told the states of one subject; one call at a time, newer ones only. */
public interface StatusListener {
    /** The subject's state is this now. */
    void state(TrainingEvent event);

    /** The subject is gone. */
    void end();
}
