package io.wavemesh.tests.serving;

import static org.assertj.core.api.Assertions.assertThat;

import io.wavemesh.tests.harness.HttpPeer;
import io.wavemesh.tests.harness.MeshUnderTest;
import io.wavemesh.tests.harness.Service;
import io.wavemesh.tests.harness.ServiceProcess;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Ten times more requests than the engine can draw, each a run of its own; one client floods, two ask for a tenth. */
class OverloadIT {
    private static final int PLACES = 16;
    private static final int STEPS = 6;
    private static final int ALONE = 10;
    private static final double OVERLOAD = 10;
    private static final double GUEST = 0.1;

    @TempDir
    private Path folder;

    @Test
    @Tag("long") // what else the machine does changes the times that it compares
    void refusesWhatIsTooMuchForSeconds() throws Exception {
        overload(Duration.ofSeconds(8));
    }

    @Test
    @Tag("long")
    void refusesWhatIsTooMuchForFiveMinutesInBoundedMemory() throws Exception {
        overload(Duration.ofMinutes(5));
    }

    private void overload(Duration length) throws Exception {
        try (MeshUnderTest mesh = MeshUnderTest.in(folder)) {
            Clients clients = Clients.in(folder, "flood", "guest-1", "guest-2");
            ServiceProcess service = mesh.start(
                    Service.INFERENCE,
                    clients.settings(Map.of(
                            "inference.queue.length",
                            Integer.toString(PLACES),
                            "inference.requests.enabled",
                            "false",
                            "inference.batch.max-images",
                            "1",
                            "inference.model.threads",
                            "1")));
            ProcessMemory memory = new ProcessMemory(service);
            HttpPeer flooding = clients.peer("flood", service.address());
            List<Duration> before = alone(flooding);
            double capacity = 1e9 / Collections.min(before).toNanos();
            HttpClient http = HttpClient.newHttpClient();
            List<OpenLoop> loops = new ArrayList<>();
            loops.add(new OpenLoop(http, flooding, (OVERLOAD - 2 * GUEST) * capacity, length, OverloadIT::body));
            for (String guest : List.of("guest-1", "guest-2")) {
                HttpPeer peer = clients.peer(guest, service.address());
                loops.add(new OpenLoop(http, peer, GUEST * capacity, length, OverloadIT::body));
            }
            List<Thread> threads = loops.stream().map(Thread::new).toList();
            threads.forEach(Thread::start);
            List<Double> resident = new ArrayList<>();
            for (Thread thread : threads) {
                while (thread.isAlive()) {
                    thread.join(length.toMillis() / 20);
                    resident.add(memory.residentMiB());
                }
            }
            Duration unloaded = Collections.max(List.of(percentile(50, before), percentile(50, alone(flooding))));
            report(loops, unloaded, resident, memory.liveHeapMiB());

            for (OpenLoop loop : loops) {
                assertThat(loop.samples())
                        .allMatch(s -> s.end() == ImageCalls.End.WHOLE || s.end() == ImageCalls.End.STAY_AWAY);
                assertThat(percentile(99, accepted(loop))).isLessThan(unloaded.multipliedBy(PLACES + 2));
            }
            for (OpenLoop guest : loops.subList(1, loops.size())) {
                assertThat(accepted(guest).size())
                        .isGreaterThanOrEqualTo(guest.samples().size() * 9 / 10 - 1);
            }
            OpenLoop flood = loops.get(0);
            assertThat(accepted(flood).size()).isLessThan(flood.samples().size() / 2);
            assertThat(flood.samples())
                    .filteredOn(s -> s.end() == ImageCalls.End.STAY_AWAY)
                    .allMatch(s -> s.retryAfterSeconds() <= 1 + (PLACES * unloaded.toMillis()) / 1000);
            double early = resident.get(resident.size() / 4);
            assertThat(resident.get(resident.size() - 1)).isLessThan(early * 1.25);
        }
    }

    /** Times of requests when nobody else asks. */
    private static List<Duration> alone(HttpPeer peer) throws Exception {
        List<Duration> times = new ArrayList<>();
        for (int i = 0; i < ALONE; i++) {
            long start = System.nanoTime();
            assertThat(ImageCalls.call(peer, body(i))).isEqualTo(ImageCalls.End.WHOLE);
            times.add(Duration.ofNanos(System.nanoTime() - start));
        }
        return times;
    }

    private static String body(long number) {
        return ImageCalls.body(number, STEPS);
    }

    private static List<Duration> accepted(OpenLoop loop) {
        return loop.samples().stream()
                .filter(sample -> sample.end() == ImageCalls.End.WHOLE)
                .map(OpenLoop.Sample::time)
                .toList();
    }

    private static Duration percentile(int percent, List<Duration> values) {
        List<Duration> sorted = values.stream().sorted().toList();
        return sorted.get(Math.min(sorted.size() - 1, sorted.size() * percent / 100));
    }

    private static void report(List<OpenLoop> loops, Duration unloaded, List<Double> resident, double liveHeap) {
        System.out.printf("alone %d ms, queue %d%n", unloaded.toMillis(), PLACES);
        for (OpenLoop loop : loops) {
            List<Duration> accepted = accepted(loop);
            System.out.printf(
                    "%d asked, %d drawn, p50 %d ms, p99 %d ms (%.1f times alone), Retry-After up to %d s%n",
                    loop.samples().size(),
                    accepted.size(),
                    percentile(50, accepted).toMillis(),
                    percentile(99, accepted).toMillis(),
                    percentile(99, accepted).toNanos() / (double) unloaded.toNanos(),
                    loop.samples().stream()
                            .mapToInt(OpenLoop.Sample::retryAfterSeconds)
                            .max()
                            .orElse(0));
        }
        System.out.printf("resident MiB over time: %s; live heap %.0f MiB%n", rounded(resident), liveHeap);
    }

    private static List<Long> rounded(List<Double> values) {
        return values.stream().map(Math::round).toList();
    }
}
