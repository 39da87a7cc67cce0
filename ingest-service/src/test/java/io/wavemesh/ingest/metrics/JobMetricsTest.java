package io.wavemesh.ingest.metrics;

import static io.wavemesh.ingest.domain.EventMother.event;
import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.wavemesh.contracts.JobState;
import io.wavemesh.contracts.TrainingEvent;
import io.wavemesh.ingest.domain.SubjectStatuses;
import io.wavemesh.messaging.StateHandler;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class JobMetricsTest {
    /** Events of job n are made n seconds after this, and told as many seconds later as their sequence. */
    private static final Instant START = Instant.parse("2026-01-02T03:04:05Z");

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final SubjectStatuses statuses = new SubjectStatuses(10);
    private final List<String> removed = new ArrayList<>();

    @Test
    void countsJobsThatWaitAndRun() {
        JobMetrics metrics = metrics(START);

        put(metrics, event(1, JobState.QUEUED, 0));
        put(metrics, event(2, JobState.QUEUED, 0));
        put(metrics, event(3, JobState.RUNNING, 1));
        put(metrics, event(4, JobState.SUCCEEDED, 2));

        assertThat(jobs(JobState.QUEUED)).isEqualTo(2);
        assertThat(jobs(JobState.RUNNING)).isEqualTo(1);
    }

    @Test
    void tellsHowLongTheOldestWaits() {
        JobMetrics metrics = metrics(START.plusSeconds(100));
        assertThat(oldestWait()).isZero();

        put(metrics, event(1, JobState.QUEUED, 0));
        put(metrics, event(40, JobState.QUEUED, 0));
        put(metrics, event(0, JobState.RUNNING, 1));

        assertThat(oldestWait()).isEqualTo(99);
    }

    @Test
    void countsEveryEndOnce() {
        JobMetrics metrics = metrics(START);

        put(metrics, event(1, JobState.RUNNING, 1));
        put(metrics, event(1, JobState.SUCCEEDED, 7));
        put(metrics, event(1, JobState.SUCCEEDED, 7));
        put(metrics, event(2, JobState.FAILED, 3));

        assertThat(ended(JobState.SUCCEEDED)).isEqualTo(1);
        assertThat(ended(JobState.FAILED)).isEqualTo(1);
        assertThat(ended(JobState.CANCELED)).isZero();
        assertThat(registry.get(JobMetrics.JOB_DURATION)
                        .tag(IngestMetrics.OUTCOME, "succeeded")
                        .timer()
                        .totalTime(TimeUnit.SECONDS))
                .isEqualTo(7);
    }

    @Test
    void doesNotCountWhatEndedBeforeTheStart() {
        JobMetrics metrics = metrics(START.plusSeconds(100));

        put(metrics, event(1, JobState.FAILED, 7));

        assertThat(ended(JobState.FAILED)).isZero();
        assertThat(statuses.size()).isEqualTo(1);
    }

    @Test
    void passesRemovalsOn() {
        metrics(START).remove("job-1");

        assertThat(removed).containsExactly("job-1");
    }

    private JobMetrics metrics(Instant now) {
        StateHandler<TrainingEvent> feed = new StateHandler<>() {
            @Override
            public void put(String key, TrainingEvent event) {
                statuses.apply(event);
            }

            @Override
            public void remove(String key) {
                removed.add(key);
            }
        };
        return new JobMetrics(registry, statuses, feed, Clock.fixed(now, ZoneOffset.UTC));
    }

    private static void put(JobMetrics metrics, TrainingEvent event) {
        metrics.put(event.jobId().value(), event);
    }

    private double jobs(JobState state) {
        return registry.get(JobMetrics.JOBS)
                .tag(JobMetrics.STATE, state.name().toLowerCase(java.util.Locale.ROOT))
                .gauge()
                .value();
    }

    private double oldestWait() {
        return registry.get(JobMetrics.OLDEST_WAIT).timeGauge().value(TimeUnit.SECONDS);
    }

    private long ended(JobState state) {
        return registry.get(JobMetrics.JOB_DURATION)
                .tag(IngestMetrics.OUTCOME, state.name().toLowerCase(java.util.Locale.ROOT))
                .timer()
                .count();
    }
}
