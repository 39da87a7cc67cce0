package io.wavemesh.inference.domain;

import static org.assertj.core.api.Assertions.assertThat;

import io.wavemesh.access.Caller;
import io.wavemesh.contracts.AdapterAnnouncement;
import io.wavemesh.contracts.AdapterId;
import io.wavemesh.contracts.ClientId;
import io.wavemesh.contracts.store.StoreUnavailableException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GenerationWorkerTest {
    @TempDir
    Path folder;

    private final GenerationQueue queue = new GenerationQueue(100, 0, 4);
    private final AdapterRegistry registry = new AdapterRegistry();
    private final AdapterCache cache = new AdapterCache(15);
    private final Store store = new Store();
    private final ScriptedGenerator generator = new ScriptedGenerator();
    private final Meters meters = new Meters();

    @Test
    void drawsJobsOfOneKindInOneRunAndGivesEachItsOwnImages() {
        GenerationJob first = queued(Jobs.job(10, 2));
        GenerationJob second = queued(Jobs.job(20, 1));

        work();

        assertThat(generator.runs()).hasSize(1);
        assertThat(seeds(first)).containsExactly(10L, 11L);
        assertThat(seeds(second)).containsExactly(20L);
        assertThat(images(first)).containsExactly(ScriptedGenerator.picture(10), ScriptedGenerator.picture(11));
        assertThat(meters.steps).isEqualTo(12);
    }

    @Test
    void splitsAJobThatIsLargerThanARun() {
        GenerationJob large = queued(Jobs.job(1, 9));

        work();

        assertThat(generator.runs()).extracting(r -> r.tasks().size()).containsExactly(4, 4, 1);
        assertThat(seeds(large)).containsExactly(1L, 2L, 3L, 4L, 5L, 6L, 7L, 8L, 9L);
    }

    @Test
    void tellsProgressOverAllRunsOfAJob() {
        GenerationJob large = queued(Jobs.job(1, 8));
        List<Integer> seen = new ArrayList<>();
        generator.atStep(step -> seen.add(((JobState.Running) large.state()).step()));

        work();

        assertThat(seen).isSorted().startsWith(0).contains(7);
    }

    @Test
    void tellsWhatItDoesForEachJob() {
        registry.announce(Announcements.of("a"));
        Parts parts = new Parts();
        GenerationJob followed = queued(Jobs.followed(parts, 1, 3, "a"));
        queued(Jobs.job(2, 2, "a"));

        work();

        assertThat(followed.isEnded()).isTrue();
        assertThat(parts.seen)
                .containsExactly(
                        JobTrace.Part.PREPARE_ADAPTERS,
                        JobTrace.Part.ENCODE_PROMPTS,
                        JobTrace.Part.DENOISE,
                        JobTrace.Part.DECODE,
                        JobTrace.Part.ENCODE_PNG,
                        JobTrace.Part.DELIVER);
    }

    @Test
    void stopsWhenNobodyWaitsAnyMore() {
        GenerationJob job = queued(Jobs.job(1, 1));
        List<Integer> steps = new ArrayList<>();
        generator.atStep(step -> {
            steps.add(step);
            if (step == 2) {
                job.cancel();
            }
        });

        work();

        assertThat(steps).containsExactly(0, 1, 2);
        assertThat(job.state().phase()).isEqualTo(JobState.Phase.CANCELED);
    }

    @Test
    void goesOnForTheOthersWhenOneOfABatchIsCancelled() {
        GenerationJob gone = queued(Jobs.job(1, 1));
        GenerationJob stays = queued(Jobs.job(2, 1));
        generator.atStep(step -> gone.cancel());

        work();

        assertThat(gone.state().phase()).isEqualTo(JobState.Phase.CANCELED);
        assertThat(images(stays)).containsExactly(ScriptedGenerator.picture(2));
    }

    @Test
    void doesNotDrawAJobThatWasCancelledInTheQueue() {
        queued(Jobs.job(1, 1)).cancel();

        work();

        assertThat(generator.runs()).isEmpty();
    }

    @Test
    void fetchesAnAdapterOnceAndAgainAfterItWasEvicted() {
        registry.announce(Announcements.of("a"));
        registry.announce(Announcements.of("b"));
        for (String adapter : List.of("a", "a", "b", "a")) {
            queued(Jobs.job(1, 4, adapter));
        }

        work();

        assertThat(store.fetched).containsExactly("a", "b", "a");
        assertThat(meters.merges).containsExactly("miss", "hit", "miss", "miss");
        assertThat(meters.runs).isEqualTo(4);
    }

    @Test
    void failsAJobWhoseAdapterWasWithdrawnMeanwhile() {
        GenerationJob job = queued(Jobs.job(1, 1, "gone"));

        work();

        assertThat(failure(job)).isEqualTo(FailureKind.ADAPTER_NOT_FOUND);
    }

    @Test
    void failsOnlyTheJobsOfABrokenAdapter() {
        registry.announce(Announcements.of("broken"));
        store.fault = new AdapterInvalidException("is not as announced");
        GenerationJob broken = queued(Jobs.job(1, 1, "broken"));
        GenerationJob fine = queued(Jobs.job(2, 1));

        work();

        assertThat(failure(broken)).isEqualTo(FailureKind.ADAPTER_INVALID);
        assertThat(images(fine)).hasSize(1);
    }

    @Test
    void deliversNothingThatShowsAnAdapterWithdrawnMeanwhile() {
        registry.announce(Announcements.of("a"));
        generator.before(run -> registry.withdraw(new AdapterId("a")));
        GenerationJob job = queued(Jobs.job(1, 1, "a"));

        work();

        assertThat(failure(job)).isEqualTo(FailureKind.ADAPTER_NOT_FOUND);
    }

    @Test
    void holdsNoValuesOfAnAdapterThatIsWithdrawnWhileItIsFetched() {
        registry.announce(Announcements.of("a"));
        store.whenFetched = () -> registry.withdraw(new AdapterId("a"));
        GenerationJob job = queued(Jobs.job(1, 1, "a"));

        work();

        assertThat(failure(job)).isEqualTo(FailureKind.ADAPTER_NOT_FOUND);
        assertThat(cache.size()).isZero();
    }

    @Test
    void tellsThatTheStoreIsAway() {
        registry.announce(Announcements.of("a"));
        store.fault = new StoreUnavailableException("away", null);
        GenerationJob job = queued(Jobs.job(1, 1, "a"));

        work();

        assertThat(failure(job)).isEqualTo(FailureKind.STORE_UNAVAILABLE);
    }

    @Test
    void halvesARunThatMemoryIsTooSmallFor() {
        generator.before(run -> {
            if (run.tasks().size() > 1) {
                throw new MemoryExhaustedException("too large", null);
            }
        });
        GenerationJob job = queued(Jobs.job(1, 3));

        work();

        assertThat(seeds(job)).containsExactly(1L, 2L, 3L);
        assertThat(images(job)).hasSize(3);
    }

    @Test
    void tellsThatMemoryIsTooSmallForOneImage() {
        generator.before(run -> {
            throw new MemoryExhaustedException("too large", null);
        });
        GenerationJob job = queued(Jobs.job(1, 2));

        work();

        assertThat(failure(job)).isEqualTo(FailureKind.MEMORY_EXHAUSTED);
    }

    @Test
    void survivesAFaultOfTheEngine() {
        generator.before(run -> {
            if (run.tasks().get(0).seed() == 1) {
                throw new IllegalStateException("broken");
            }
        });
        GenerationJob broken = queued(Jobs.job(1, 4));
        GenerationJob fine = queued(Jobs.job(2, 4));

        work();

        assertThat(failure(broken)).isEqualTo(FailureKind.INTERNAL);
        assertThat(((JobState.Failed) broken.state()).detail()).doesNotContain("broken");
        assertThat(images(fine)).hasSize(4);
    }

    private void work() {
        queue.close();
        new GenerationWorker(
                        queue,
                        registry,
                        new PreparedAdapters(store, cache, generator, folder),
                        generator,
                        new ImageDelivery(new NoPictures()),
                        meters,
                        4)
                .run();
    }

    private GenerationJob queued(GenerationJob job) {
        assertThat(queue.offer(job)).isEqualTo(GenerationQueue.Offer.ACCEPTED);
        return job;
    }

    private static List<Long> seeds(GenerationJob job) {
        return ((JobState.Finished) job.state())
                .images().stream().map(GeneratedImage::seed).toList();
    }

    private static List<Png> images(GenerationJob job) {
        return ((JobState.Finished) job.state())
                .images().stream().map(i -> i.png().orElseThrow()).toList();
    }

    private static FailureKind failure(GenerationJob job) {
        return ((JobState.Failed) job.state()).kind();
    }

    private static final class Store implements AdapterStore {
        private final List<String> fetched = new ArrayList<>();
        private RuntimeException fault;
        private Runnable whenFetched = () -> {};

        @Override
        public void fetch(AdapterAnnouncement adapter, Path folder) {
            if (fault != null) {
                throw fault;
            }
            fetched.add(adapter.adapterId().value());
            whenFetched.run();
        }

        @Override
        public void fetch(AdapterAnnouncement adapter, File file, Path target) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void delete(AdapterId adapter) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void erase(AdapterId adapter) {
            throw new UnsupportedOperationException();
        }
    }

    private static final class NoPictures implements PictureStore {
        @Override
        public String put(Optional<ClientId> owner, Png image, Collection<AdapterId> adapters) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void delete(String id) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Optional<Png> find(Caller caller, String id) {
            return Optional.empty();
        }
    }

    private static final class Parts implements JobTrace {
        private final Set<Part> seen = new LinkedHashSet<>();

        @Override
        public void enter(Part part) {
            seen.add(part);
        }

        @Override
        public void end(JobState.Ended end) {}
    }

    private static final class Meters implements GenerationMeters {
        private final List<String> merges = new ArrayList<>();
        private int steps;
        private int runs;

        @Override
        public void worked(Duration time) {
            assertThat(time).isPositive();
            runs++;
        }

        @Override
        public void waited(Duration time) {
            assertThat(time.isNegative()).isFalse();
        }

        @Override
        public void ended(JobState.Ended end, int images) {}

        @Override
        public void refused(int images) {}

        @Override
        public void drew(int images, int stepsEach) {
            steps += images * stepsEach;
        }

        @Override
        public void merged(boolean cached, Duration time) {
            merges.add(cached ? "hit" : "miss");
        }

        @Override
        public void learned(Duration time) {}

        @Override
        public void lookedUp(boolean cached) {}
    }
}
