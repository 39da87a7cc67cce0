package io.wavemesh.ingest.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.wavemesh.contracts.JobState;
import io.wavemesh.ingest.domain.EventMother;
import io.wavemesh.ingest.domain.IngestMeters.Outcome;
import io.wavemesh.ingest.domain.SubjectStatuses;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class IngestMetricsTest {
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final SubjectStatuses statuses = new SubjectStatuses(10);
    private final IngestMetrics metrics = new IngestMetrics(registry, statuses);

    @Test
    void countsAndTimesByOutcome() {
        metrics.pictureSet(Outcome.TOO_LARGE, Duration.ofMillis(250));

        assertThat(registry.counter(IngestMetrics.PICTURE_SETS, IngestMetrics.OUTCOME, "too_large")
                        .count())
                .isEqualTo(1);
        assertThat(registry.timer(IngestMetrics.PICTURE_SET_DURATION, IngestMetrics.OUTCOME, "too_large")
                        .totalTime(TimeUnit.MILLISECONDS))
                .isEqualTo(250);
    }

    @Test
    void hasEveryOutcomeFromTheStart() {
        assertThat(registry.find(IngestMetrics.PICTURE_SETS).counters()).hasSize(Outcome.values().length);
    }

    @Test
    void showsHowManySubjectsAreHeld() {
        statuses.apply(EventMother.event(1, JobState.RUNNING, 1));

        assertThat(registry.get(IngestMetrics.SUBJECTS).gauge().value()).isEqualTo(1);
    }
}
