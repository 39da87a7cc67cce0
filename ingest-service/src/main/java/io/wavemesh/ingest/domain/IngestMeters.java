package io.wavemesh.ingest.domain;

import java.time.Duration;

/** What ingest counts. */
public interface IngestMeters {
    /** How the handling of a picture set ended. */
    enum Outcome {
        /** A new job was sent. */
        ACCEPTED,
        /** The job was there already. */
        REPEATED,
        /** Something in it breaks a rule. */
        INVALID,
        /** It is too large. */
        TOO_LARGE,
        /** Its idempotency key belongs to other content. */
        CONFLICT,
        /** Kafka or the object store was away. */
        UNAVAILABLE,
        /** Something unforeseen went wrong. */
        ERROR
    }

    /** Counts a picture set and the time that it took. */
    void pictureSet(Outcome outcome, Duration elapsed);
}
