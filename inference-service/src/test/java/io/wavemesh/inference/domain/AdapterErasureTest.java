package io.wavemesh.inference.domain;

import static org.assertj.core.api.Assertions.assertThat;

import io.wavemesh.access.Caller;
import io.wavemesh.contracts.AdapterAnnouncement;
import io.wavemesh.contracts.AdapterId;
import io.wavemesh.contracts.JobControl;
import io.wavemesh.contracts.ObjectKeys;
import io.wavemesh.contracts.RequestId;
import io.wavemesh.contracts.RetryableException;
import io.wavemesh.contracts.store.Drawings;
import io.wavemesh.contracts.store.FileObjectStore;
import io.wavemesh.contracts.store.ObjectStore;
import io.wavemesh.inference.storage.ObjectAdapterStore;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AdapterErasureTest {
    private static final AdapterAnnouncement ADAPTER = Announcements.of("a");

    @TempDir
    Path folder;

    private final AdapterRegistry registry = new AdapterRegistry();
    private final AdapterCache cache = new AdapterCache(1000);
    private final JobArchive archive = new JobArchive(10, Duration.ofMinutes(1), InstantSource.system());
    private final ScheduledThreadPoolExecutor background = new ScheduledThreadPoolExecutor(1);
    private final List<AdapterId> withdrawn = new CopyOnWriteArrayList<>();
    private final AtomicInteger brokerFaults = new AtomicInteger();
    private ObjectStore objects;
    private AdapterErasure erasure;

    @BeforeEach
    void open() {
        objects = new FileObjectStore(folder);
        erasure = new AdapterErasure(
                registry,
                cache,
                archive,
                new ObjectAdapterStore(objects, 1000),
                this::withdraw,
                background,
                Duration.ofMillis(1));
    }

    @AfterEach
    void close() {
        background.shutdownNow();
    }

    @Test
    void forgetsTheAdaptersThatAnOrderNames() {
        registry.announce(ADAPTER);
        cache.put(ADAPTER, () -> 10);
        GenerationJob job = Jobs.job(1, 1, "a");
        archive.add(job);
        GenerationJob other = Jobs.job(2, 1);
        archive.add(other);

        erasure.order(order(ADAPTER.adapterId()));

        assertThat(registry.size()).isZero();
        assertThat(cache.size()).isZero();
        assertThat(archive.find(Caller.anybody(), job.id())).isEmpty();
        assertThat(archive.find(Caller.anybody(), other.id())).isPresent();
    }

    @Test
    void withdrawsWhatIsAnnouncedAfterItsJobWasErased() throws Exception {
        objects.put(ObjectKeys.adapterFile(ADAPTER.adapterId(), ObjectKeys.ADAPTER_CONFIG), new byte[1]);
        new Drawings(objects).note(ADAPTER.adapterId(), new RequestId("r"));
        objects.put(ObjectKeys.image(new RequestId("r"), 0), new byte[1]);
        erasure.order(order());
        brokerFaults.set(2);

        assertThat(erasure.refuses(ADAPTER)).isTrue();
        awaitWithdrawal();

        assertThat(withdrawn).containsExactly(ADAPTER.adapterId());
        for (String prefix : List.of("adapters/", "images/", "drawings/")) {
            assertThat(objects.list(prefix)).isEmpty();
        }
    }

    @Test
    void takesTheAdaptersOfOtherJobs() {
        erasure.order(new JobControl(1, Announcements.of("b").jobId(), JobControl.Action.ERASE, Instant.EPOCH));

        assertThat(erasure.refuses(ADAPTER)).isFalse();
    }

    private JobControl order(AdapterId... adapters) {
        return new JobControl(
                1,
                ADAPTER.jobId(),
                JobControl.Action.ERASE,
                Instant.EPOCH,
                Optional.of(ADAPTER.subjectId()),
                List.of(adapters));
    }

    private void withdraw(AdapterId adapter) {
        if (brokerFaults.getAndDecrement() > 0) {
            throw new RetryableException("brokers are away");
        }
        withdrawn.add(adapter);
    }

    private void awaitWithdrawal() throws InterruptedException, ExecutionException {
        long end = System.nanoTime() + Duration.ofSeconds(30).toNanos();
        while (withdrawn.isEmpty() && System.nanoTime() < end) {
            background.submit(() -> {}).get();
        }
    }
}
