package io.wavemesh.ingest.metrics;

import io.micrometer.core.instrument.MeterRegistry;
import io.wavemesh.ingest.domain.IngestMeters;
import io.wavemesh.ingest.domain.SubjectStatuses;
import java.time.Duration;
import java.util.Locale;

/** The meters of ingest in a Micrometer registry. */
public final class IngestMetrics implements IngestMeters {
    /** Counter of picture sets by {@link #OUTCOME}. */
    public static final String PICTURE_SETS = "waveft.ingest.picture.sets";
    /** Timer of picture sets by {@link #OUTCOME}: from the whole request being there to its answer. */
    public static final String PICTURE_SET_DURATION = "waveft.ingest.picture.set.duration";
    /** Gauge: subjects whose state is held. */
    public static final String SUBJECTS = "waveft.ingest.subjects";
    /** Tag: {@link io.wavemesh.ingest.domain.IngestMeters.Outcome} in lower case. */
    public static final String OUTCOME = "outcome";

    private final MeterRegistry registry;

    /** Registers the counters of every outcome, so that none is missing from the first scrape. */
    public IngestMetrics(MeterRegistry registry, SubjectStatuses statuses) {
        this.registry = registry;
        for (Outcome outcome : Outcome.values()) {
            registry.counter(PICTURE_SETS, OUTCOME, tag(outcome));
        }
        registry.gauge(SUBJECTS, statuses, SubjectStatuses::size);
    }

    @Override
    public void pictureSet(Outcome outcome, Duration elapsed) {
        registry.counter(PICTURE_SETS, OUTCOME, tag(outcome)).increment();
        registry.timer(PICTURE_SET_DURATION, OUTCOME, tag(outcome)).record(elapsed);
    }

    private static String tag(Outcome outcome) {
        return outcome.name().toLowerCase(Locale.ROOT);
    }
}
