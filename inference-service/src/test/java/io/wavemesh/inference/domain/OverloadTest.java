package io.wavemesh.inference.domain;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.wavemesh.contracts.ClientId;
import io.wavemesh.inference.metrics.MicrometerGenerationMeters;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** One client floods an engine that takes a while for every image; three others ask for less than their share. */
class OverloadTest {
    private static final int PLACES = 32;
    private static final int BATCH = 4;
    private static final Duration SERVICE = Duration.ofMillis(10);
    /** What a further image of a run costs, as SDXL's steps do on an H100: 119.5 ms for four, 34.4 ms for one. */
    private static final double FURTHER_IMAGE = 0.825;

    private static final Duration LENGTH = Duration.ofSeconds(6);
    private static final String FLOOD = "flood";
    private static final Map<String, Double> LOAD =
            new TreeMap<>(Map.of(FLOOD, 9.7, "guest-1", 0.1, "guest-2", 0.1, "guest-3", 0.1));

    private final GenerationQueue queue = new GenerationQueue(PLACES, 0, BATCH);
    private final ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(1);
    private final ScriptedGenerator generator = new ScriptedGenerator();
    private final Map<String, Queue<Duration>> times = new ConcurrentHashMap<>();
    private final Map<String, AtomicInteger> refused = new ConcurrentHashMap<>();
    private GenerationDesk desk;
    private Thread engine;

    @BeforeEach
    void startEngine() {
        AdapterRegistry adapters = new AdapterRegistry();
        AdapterCache cache = new AdapterCache(0);
        GenerationMeters meters = new MicrometerGenerationMeters(new SimpleMeterRegistry(), queue, adapters, cache);
        desk = new GenerationDesk(queue, Duration.ofMinutes(1), timer, meters, InstantSource.system());
        generator.before(
                run -> LockSupport.parkNanos(SERVICE.toNanos() * run.tasks().size()));
        engine = new Thread(new GenerationWorker(
                queue,
                adapters,
                new PreparedAdapters(null, cache, generator, Path.of("unused")),
                generator,
                new ImageDelivery(null),
                meters,
                BATCH));
        engine.start();
    }

    @AfterEach
    void stopEngine() throws InterruptedException {
        queue.close();
        engine.join(10_000);
        timer.shutdownNow();
    }

    @Test
    void waitsAreBoundedAndAFloodOfOneStarvesNobody() {
        Duration unloaded = unloaded();

        flood(unloaded);

        times.forEach((client, accepted) -> {
            System.out.printf(
                    "%s: %d served, %d refused, p50 %.1f, p99 %.1f times as long as alone%n",
                    client,
                    accepted.size(),
                    refused(client),
                    percentile(50, accepted).toNanos() / (double) unloaded.toNanos(),
                    percentile(99, accepted).toNanos() / (double) unloaded.toNanos());
            assertThat(percentile(99, accepted)).as("p99 of " + client).isLessThan(unloaded.multipliedBy(PLACES + 2));
        });
        for (String guest : List.of("guest-1", "guest-2", "guest-3")) {
            int served = times.get(guest).size();
            assertThat(refused(guest)).isLessThanOrEqualTo(served / 20);
            assertThat(percentile(50, times.get(guest))).isLessThan(percentile(50, times.get(FLOOD)));
        }
        assertThat(refused(FLOOD)).isGreaterThan(5 * times.get(FLOOD).size());
        assertThat(generator.runs()).anyMatch(run -> run.tasks().size() == BATCH);
    }

    /** The time of one request when nobody else asks: the median of some. */
    private Duration unloaded() {
        Queue<Duration> alone = new ConcurrentLinkedQueue<>();
        for (int i = 0; i < 20; i++) {
            submit("alone", i, alone).orElseThrow().end().toCompletableFuture().join();
        }
        return percentile(50, alone);
    }

    private void flood(Duration unloaded) {
        long begin = System.nanoTime();
        Map<String, Integer> sent = new TreeMap<>();
        for (long now = begin; now - begin < LENGTH.toNanos(); now = System.nanoTime()) {
            for (Map.Entry<String, Double> client : LOAD.entrySet()) {
                double due = client.getValue() * (now - begin) / unloaded.toNanos();
                for (int i = sent.getOrDefault(client.getKey(), 0); i < due; i++) {
                    sent.put(client.getKey(), i + 1);
                    Queue<Duration> own = times.computeIfAbsent(client.getKey(), c -> new ConcurrentLinkedQueue<>());
                    if (submit(client.getKey(), i, own).isEmpty()) {
                        refused.computeIfAbsent(client.getKey(), c -> new AtomicInteger())
                                .incrementAndGet();
                    }
                }
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1));
        }
        desk.close();
        while (queue.depth() > 0) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1));
        }
    }

    private Optional<GenerationJob> submit(String client, long seed, Queue<Duration> whenDone) {
        long start = System.nanoTime();
        Submission outcome = desk.submit(
                Jobs.settings(seed, 1), Delivery.INLINE, Requester.caller(Optional.of(new ClientId(client))));
        if (outcome instanceof Submission.Accepted accepted) {
            accepted.job().end().thenAccept(end -> whenDone.add(Duration.ofNanos(System.nanoTime() - start)));
            return Optional.of(accepted.job());
        }
        return Optional.empty();
    }

    private int refused(String client) {
        return refused.getOrDefault(client, new AtomicInteger()).get();
    }

    private static Duration percentile(int percent, Queue<Duration> values) {
        List<Duration> sorted = values.stream().sorted().toList();
        return sorted.get(Math.min(sorted.size() - 1, sorted.size() * percent / 100));
    }
}
