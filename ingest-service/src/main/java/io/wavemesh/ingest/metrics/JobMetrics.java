package io.wavemesh.ingest.metrics;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.TimeGauge;
import io.micrometer.core.instrument.Timer;
import io.wavemesh.contracts.JobState;
import io.wavemesh.contracts.TrainingEvent;
import io.wavemesh.ingest.domain.SubjectStatuses;
import io.wavemesh.messaging.StateHandler;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * Meters of the jobs of the whole mesh, from the events that ingest reads anyway: they are there while no trainer runs, and
 * outlive trainers that end after a job. Every replica tells the same, so take the maximum over replicas and never the sum.
 */
public final class JobMetrics implements StateHandler<TrainingEvent> {
    /** Gauge, tag {@link #STATE}: jobs that wait or run. Drives the scaling of trainers. */
    public static final String JOBS = "waveft.ingest.jobs";
    /** Gauge, seconds: how long the job that waits longest has waited; 0 if none waits. Drives an alert. */
    public static final String OLDEST_WAIT = "waveft.ingest.job.oldest.wait";
    /**
     * Timer, tag {@link IngestMetrics#OUTCOME}: from a job's acceptance to its end, of jobs that ended while this process ran.
     * Drives alerts.
     */
    public static final String JOB_DURATION = "waveft.ingest.job.duration";
    /** Tag: {@link JobState} in lower case. */
    public static final String STATE = "state";

    private static final Duration[] BOUNDS = {
        Duration.ofMinutes(1),
        Duration.ofMinutes(5),
        Duration.ofMinutes(15),
        Duration.ofMinutes(30),
        Duration.ofHours(1)
    };

    private final SubjectStatuses statuses;
    private final StateHandler<TrainingEvent> next;
    private final Instant started;
    private final Map<JobState, Timer> durations = new EnumMap<>(JobState.class);

    /** Registers the meters, and passes on what it hears. */
    public JobMetrics(MeterRegistry registry, SubjectStatuses statuses, StateHandler<TrainingEvent> next, Clock clock) {
        this.statuses = statuses;
        this.next = next;
        this.started = clock.instant();
        for (JobState state : JobState.values()) {
            if (state.isFinal()) {
                durations.put(state, timer(registry, state));
            } else {
                Gauge.builder(JOBS, statuses, all -> count(all, state))
                        .description("Jobs that wait or run, in the whole mesh")
                        .tag(STATE, tag(state))
                        .register(registry);
            }
        }
        TimeGauge.builder(OLDEST_WAIT, statuses, TimeUnit.SECONDS, all -> oldestWait(all, clock))
                .description("Time that the oldest waiting job has waited")
                .register(registry);
    }

    @Override
    public void put(String key, TrainingEvent event) {
        boolean isEnd = event.state().isFinal() && event.at().isAfter(started) && !isKnown(event);
        next.put(key, event);
        if (isEnd) {
            Duration taken = Duration.between(event.createdAt(), event.at());
            durations.get(event.state()).record(taken.isNegative() ? Duration.ZERO : taken);
        }
    }

    @Override
    public void remove(String key) {
        next.remove(key);
    }

    private boolean isKnown(TrainingEvent event) {
        Optional<TrainingEvent> known = statuses.find(event.subjectId());
        return known.isPresent() && known.get().jobId().equals(event.jobId()) && !event.isAfter(known.get());
    }

    private static Timer timer(MeterRegistry registry, JobState state) {
        return Timer.builder(JOB_DURATION)
                .description("From a job's acceptance to its end")
                .tag(IngestMetrics.OUTCOME, tag(state))
                .serviceLevelObjectives(Arrays.copyOf(BOUNDS, BOUNDS.length))
                .register(registry);
    }

    private static double count(SubjectStatuses statuses, JobState state) {
        return statuses.open().stream().filter(event -> event.state() == state).count();
    }

    private static double oldestWait(SubjectStatuses statuses, Clock clock) {
        return statuses.open().stream()
                .filter(event -> event.state() == JobState.QUEUED)
                .map(TrainingEvent::at)
                .min(Comparator.naturalOrder())
                .map(since ->
                        Math.max(0, Duration.between(since, clock.instant()).toSeconds()))
                .orElse(0L);
    }

    private static String tag(JobState state) {
        return state.name().toLowerCase(Locale.ROOT);
    }
}
