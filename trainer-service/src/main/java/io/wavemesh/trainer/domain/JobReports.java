package io.wavemesh.trainer.domain;

import io.wavemesh.contracts.JobLife;
import io.wavemesh.contracts.TrainingJob;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.ScheduledExecutorService;

/**
 * Makes the reports of jobs.
 *
 * @param publisher where the events go
 * @param executor for the events at regular intervals; the caller's
 * @param interval between two events of a running job, at most a second
 * @param clock of the events
 */
public record JobReports(
        TrainingPublisher publisher, ScheduledExecutorService executor, Duration interval, Clock clock) {
    JobReport begin(TrainingJob job, int attempt, RunStop stop) {
        return begin(JobLife.queued(job, clock.instant()), attempt, stop);
    }

    JobReport begin(JobLife.Queued job, int attempt, RunStop stop) {
        return new JobReport(this, job, attempt, stop);
    }
}
