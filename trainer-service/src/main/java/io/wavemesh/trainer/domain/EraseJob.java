package io.wavemesh.trainer.domain;

import io.wavemesh.contracts.AdapterId;
import io.wavemesh.contracts.JobId;
import io.wavemesh.contracts.RetryableException;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Removes what a job left behind, in the background, and tries again while store or brokers are away. */
public final class EraseJob {
    private static final System.Logger LOG = System.getLogger(EraseJob.class.getName());

    private final AdapterStore store;
    private final TrainingPublisher publisher;
    private final ScheduledExecutorService executor;
    private final Duration pause;

    /** Puts the use case together; the executor is the caller's. */
    public EraseJob(
            AdapterStore store, TrainingPublisher publisher, ScheduledExecutorService executor, Duration pause) {
        this.store = store;
        this.publisher = publisher;
        this.executor = executor;
        this.pause = pause;
    }

    /**
     * Erases soon a job that is worked on here, with these adapters and all that the store knows, and takes back what was
     * told of it; doing it again changes nothing.
     */
    public void erase(JobId job, Set<AdapterId> adapters) {
        executor.execute(() -> attempt(job, adapters, true));
    }

    /**
     * Erases soon what another run left of a job. Where nothing is left nothing is told: withdrawals would bring the
     * names of long erased jobs back to the topics.
     */
    public void eraseLeftovers(JobId job, Set<AdapterId> adapters) {
        executor.execute(() -> attempt(job, adapters, false));
    }

    private void attempt(JobId job, Set<AdapterId> known, boolean told) {
        boolean mustTell = told;
        Set<AdapterId> adapters = new HashSet<>(known);
        try {
            Set<AdapterId> found = store.erase(job, known);
            adapters.addAll(found);
            mustTell |= !found.isEmpty();
            if (mustTell) {
                adapters.forEach(publisher::withdraw);
                publisher.forget(job);
            }
        } catch (RetryableException e) {
            boolean still = mustTell;
            LOG.log(System.Logger.Level.WARNING, "cannot erase yet, jobId={0}, cause={1}", job, e.getMessage());
            executor.schedule(() -> attempt(job, adapters, still), pause.toMillis(), TimeUnit.MILLISECONDS);
        } catch (RuntimeException e) {
            LOG.log(System.Logger.Level.ERROR, "cannot erase, jobId=" + job, e);
        }
    }
}
