package io.wavemesh.inference.domain;

import io.wavemesh.contracts.AdapterAnnouncement;
import io.wavemesh.contracts.AdapterId;
import io.wavemesh.contracts.JobControl;
import io.wavemesh.contracts.JobId;
import io.wavemesh.contracts.RetryableException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Lets this replica forget the adapters of erased jobs at once, and withdraws one that is announced after its job was
 * erased, by a trainer that died before it could do so itself. Safe for threads.
 */
public final class AdapterErasure {
    private static final System.Logger LOG = System.getLogger(AdapterErasure.class.getName());

    private final AdapterRegistry registry;
    private final AdapterCache cache;
    private final JobArchive archive;
    private final AdapterStore store;
    private final AdapterWithdrawal withdrawal;
    private final ScheduledExecutorService background;
    private final Duration pause;
    private final Set<JobId> erased = ConcurrentHashMap.newKeySet();

    /** Forgets in all of these; the executor is the caller's, the pause is between tries while store or brokers are away. */
    public AdapterErasure(
            AdapterRegistry registry,
            AdapterCache cache,
            JobArchive archive,
            AdapterStore store,
            AdapterWithdrawal withdrawal,
            ScheduledExecutorService background,
            Duration pause) {
        this.registry = registry;
        this.cache = cache;
        this.archive = archive;
        this.store = store;
        this.withdrawal = withdrawal;
        this.background = background;
        this.pause = pause;
    }

    /** A job was ordered to be erased. */
    public void order(JobControl order) {
        erased.add(order.jobId());
        order.adapters().forEach(this::forget);
    }

    /** Whether an announcement comes too late; it is then withdrawn. */
    public boolean refuses(AdapterAnnouncement adapter) {
        if (!erased.contains(adapter.jobId())) {
            return false;
        }
        forget(adapter.adapterId());
        background.execute(() -> remove(adapter.adapterId()));
        return true;
    }

    /** Forgets everything that this replica holds of an adapter: its values, and the images drawn with it. */
    public void forget(AdapterId adapter) {
        registry.withdraw(adapter);
        cache.evict(adapter);
        archive.drop(adapter);
    }

    private void remove(AdapterId adapter) {
        try {
            store.erase(adapter);
            withdrawal.withdraw(adapter);
        } catch (RetryableException e) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "late adapter not withdrawn yet, adapterId={0}, cause={1}",
                    adapter,
                    e.getMessage());
            background.schedule(() -> remove(adapter), pause.toMillis(), TimeUnit.MILLISECONDS);
        }
    }
}
