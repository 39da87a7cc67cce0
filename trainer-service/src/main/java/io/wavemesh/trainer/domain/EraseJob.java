package io.wavemesh.trainer.domain;

import io.wavemesh.contracts.AdapterId;
import io.wavemesh.contracts.JobId;
import io.wavemesh.contracts.RetryableException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Removes what a job left behind, in the background, and tries again while store or brokers are away. */
public final class EraseJob {
    private static final System.Logger LOG = System.getLogger(EraseJob.class.getName());

    private final AdapterStore adapters;
    private final TrainingPublisher publisher;
    private final ScheduledExecutorService executor;
    private final Duration pause;

    /** Puts the use case together; the executor is the caller's. */
    public EraseJob(
            AdapterStore adapters, TrainingPublisher publisher, ScheduledExecutorService executor, Duration pause) {
        this.adapters = adapters;
        this.publisher = publisher;
        this.executor = executor;
        this.pause = pause;
    }

    /** Erases soon; doing it again changes nothing. */
    public void erase(JobId job) {
        executor.execute(() -> attempt(job, Optional.empty()));
    }

    private void attempt(JobId job, Optional<AdapterId> known) {
        Optional<AdapterId> adapter = known;
        try {
            adapter = adapters.erase(job).or(() -> known);
            adapter.ifPresent(publisher::withdraw);
            publisher.forget(job);
        } catch (RetryableException e) {
            Optional<AdapterId> remembered = adapter;
            LOG.log(System.Logger.Level.WARNING, "cannot erase yet, jobId={0}, cause={1}", job, e.getMessage());
            executor.schedule(() -> attempt(job, remembered), pause.toMillis(), TimeUnit.MILLISECONDS);
        } catch (RuntimeException e) {
            LOG.log(System.Logger.Level.ERROR, "cannot erase, jobId=" + job, e);
        }
    }
}
