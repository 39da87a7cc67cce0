package io.wavemesh.inference.storage;

import static org.assertj.core.api.Assertions.assertThat;

import io.wavemesh.access.Caller;
import io.wavemesh.contracts.AdapterId;
import io.wavemesh.contracts.ClientId;
import io.wavemesh.contracts.Fault;
import io.wavemesh.contracts.GenerationResult;
import io.wavemesh.contracts.RequestId;
import io.wavemesh.contracts.store.FileObjectStore;
import io.wavemesh.contracts.store.ObjectStore;
import io.wavemesh.inference.domain.AgingImages;
import io.wavemesh.inference.domain.ImageExpiry;
import io.wavemesh.inference.domain.Png;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Old images go, with all that names them, and nothing else does. */
class ObjectAgingImagesTest {
    private static final Instant NOW = Instant.parse("2026-11-01T00:00:00Z");
    private static final Instant OLD = NOW.minus(Duration.ofDays(31));
    private static final Instant LIMIT = NOW.minus(Duration.ofDays(30));
    private static final Optional<ClientId> ANN = Optional.of(new ClientId("ann"));
    private static final AdapterId ADAPTER = new AdapterId("ada-1");

    @TempDir
    Path folder;

    private ObjectStore objects;
    private ObjectPictureStore pictures;
    private ObjectResultStore results;
    private AgingImages aging;

    @BeforeEach
    void openStore() {
        objects = new FileObjectStore(folder);
        pictures = new ObjectPictureStore(objects);
        results = new ObjectResultStore(objects);
        aging = new ObjectAgingImages(objects);
    }

    @Test
    void removesOldImagesResultsAndMarks() throws IOException {
        String old = pictures.put(ANN, png("old"), List.of(ADAPTER));
        pictures.put(Optional.empty(), png("nobody's"), List.of(ADAPTER));
        answer("req-1");
        objects.put("adapters/ada-1/adapter_config.json", bytes("{}"));
        everythingIsFrom(OLD);
        String young = pictures.put(ANN, png("young"), List.of(ADAPTER));
        answer("req-2");

        // Each of two images and a request, the three drawings' marks, and the owner's.
        assertThat(aging.removeOlder(LIMIT, () -> true)).isEqualTo(7);

        assertThat(objects.list("images/"))
                .containsExactlyInAnyOrder(
                        "images/" + young + ".png", "images/req-2/0.png", "images/req-2/result.json");
        assertThat(objects.list("drawings/"))
                .containsExactlyInAnyOrder("drawings/ada-1/owned/ann/" + young, "drawings/ada-1/requests/req-2");
        assertThat(objects.list("owners/")).containsExactly("owners/ann/images/" + young);
        assertThat(objects.list("adapters/")).hasSize(1);
        assertThat(pictures.find(Caller.owner(ANN), old)).isEmpty();
        assertThat(pictures.find(Caller.owner(ANN), young)).isPresent();
        assertThat(results.find(new RequestId("req-1"))).isEmpty();
        assertThat(aging.removeOlder(LIMIT, () -> true)).isZero();
    }

    @Test
    void leavesMarksOfImagesThatAreYoung() throws IOException {
        String id = pictures.put(ANN, png("again"), List.of(ADAPTER));
        everythingIsFrom(OLD);
        objects.delete("images/" + id + ".png");
        pictures.put(ANN, png("again"), List.of(ADAPTER));

        aging.removeOlder(LIMIT, () -> true);

        assertThat(pictures.find(Caller.owner(ANN), id)).isPresent();
        assertThat(objects.list("drawings/ada-1/")).hasSize(1);
    }

    @Test
    void endsWhenToldTo() throws IOException {
        for (int i = 0; i < 5; i++) {
            pictures.put(ANN, png("old " + i), List.of());
        }
        everythingIsFrom(OLD);
        AtomicInteger left = new AtomicInteger(2);

        assertThat(aging.removeOlder(LIMIT, () -> left.getAndDecrement() > 0)).isEqualTo(2);
        assertThat(objects.list("images/")).hasSize(3);
    }

    @Test
    void manyReplicasMaySweepWhileImagesAreDrawn() throws Exception {
        for (int i = 0; i < 60; i++) {
            pictures.put(ANN, png("image " + i), List.of(ADAPTER));
            answer("req-" + i);
        }
        everythingIsFrom(OLD);
        ExecutorService threads = Executors.newFixedThreadPool(5);
        try {
            CountDownLatch begin = new CountDownLatch(5);
            List<Future<?>> work = Stream.concat(
                            Stream.<Runnable>of(() -> {
                                await(begin);
                                for (int i = 0; i < 60; i++) {
                                    pictures.put(ANN, png("image " + i), List.of(ADAPTER));
                                }
                            }),
                            Stream.<Runnable>generate(() -> () -> {
                                        await(begin);
                                        aging.removeOlder(LIMIT, () -> true);
                                    })
                                    .limit(4))
                    .<Future<?>>map(threads::submit)
                    .toList();
            for (Future<?> part : work) {
                part.get(30, TimeUnit.SECONDS);
            }
        } finally {
            threads.shutdownNow();
        }

        // Whatever is there now is found by its owner and by its adapter.
        List<String> images = objects.list("images/");
        assertThat(images).noneMatch(key -> key.startsWith("images/req-"));
        for (String image : images) {
            String id = image.substring("images/".length(), image.length() - ".png".length());
            assertThat(objects.exists("drawings/ada-1/owned/ann/" + id)).isTrue();
            assertThat(pictures.find(Caller.owner(ANN), id)).isPresent();
        }
    }

    @Test
    void sweepsByItselfUntilItIsClosed() throws Exception {
        pictures.put(ANN, png("old"), List.of(ADAPTER));
        everythingIsFrom(OLD);
        CountDownLatch swept = new CountDownLatch(2);
        AgingImages counted = (before, goOn) -> {
            assertThat(before).isEqualTo(LIMIT);
            int removed = aging.removeOlder(before, goOn);
            swept.countDown();
            return removed;
        };

        try (ImageExpiry expiry = expiry(counted, Duration.ofDays(30))) {
            expiry.start();
            assertThat(swept.await(20, TimeUnit.SECONDS)).isTrue();
        }

        assertThat(objects.list("images/")).isEmpty();
    }

    @Test
    void aStoreThatIsAwayEndsOneSweepOnly() throws Exception {
        CountDownLatch swept = new CountDownLatch(3);
        AgingImages away = (before, goOn) -> {
            swept.countDown();
            throw new IllegalStateException("away");
        };

        try (ImageExpiry expiry = expiry(away, Duration.ofDays(30))) {
            expiry.start();
            assertThat(swept.await(20, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    void removesNoFasterThanItMay() throws Exception {
        for (int i = 0; i < 6; i++) {
            pictures.put(Optional.empty(), png("old " + i), List.of());
        }
        everythingIsFrom(OLD);
        CountDownLatch swept = new CountDownLatch(1);
        AgingImages counted = (before, goOn) -> {
            int removed = aging.removeOlder(before, goOn);
            swept.countDown();
            return removed;
        };
        ImageExpiry.Rule slow = new ImageExpiry.Rule(Duration.ofDays(30), Duration.ofMillis(1), 20);

        long begin = System.nanoTime();
        try (ImageExpiry expiry = new ImageExpiry(counted, slow, InstantSource.fixed(NOW))) {
            expiry.start();
            assertThat(swept.await(20, TimeUnit.SECONDS)).isTrue();
        }

        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isGreaterThanOrEqualTo(Duration.ofMillis(300));
    }

    private static ImageExpiry expiry(AgingImages images, Duration keep) {
        return new ImageExpiry(
                images, new ImageExpiry.Rule(keep, Duration.ofMillis(20), 1000), InstantSource.fixed(NOW));
    }

    private void answer(String id) {
        RequestId request = new RequestId(id);
        results.note(request, List.of(ADAPTER));
        results.keep(request, 0, png(id));
        results.keep(new GenerationResult(
                1,
                request,
                GenerationResult.State.FAILED,
                List.of(),
                Optional.of(new Fault("internal", "test")),
                0,
                NOW));
    }

    private void everythingIsFrom(Instant time) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Files.setLastModifiedTime(file, FileTime.from(time));
            }
        }
    }

    private static void await(CountDownLatch begin) {
        begin.countDown();
        try {
            begin.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static Png png(String text) {
        return new Png(bytes(text));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
