package io.wavemesh.inference.domain;

import io.wavemesh.contracts.AdapterAnnouncement;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/**
 * Measures how long after their announcement adapters are known here; those only that were announced since this was made. By two
 * clocks, the trainer's and this one's, so no better than these agree. One thread at a time.
 */
public final class PublishLag {
    private final GenerationMeters meters;
    private final InstantSource clock;
    private final Instant start;

    /** Begins now. */
    public PublishLag(GenerationMeters meters, InstantSource clock) {
        this.meters = meters;
        this.clock = clock;
        this.start = clock.instant();
    }

    /** An adapter is known that was not known before. */
    public void learned(AdapterAnnouncement adapter) {
        if (adapter.createdAt().isAfter(start)) {
            Duration lag = Duration.between(adapter.createdAt(), clock.instant());
            meters.learned(lag.isNegative() ? Duration.ZERO : lag);
        }
    }
}
