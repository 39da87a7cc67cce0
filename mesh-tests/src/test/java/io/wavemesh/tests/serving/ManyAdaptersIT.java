package io.wavemesh.tests.serving;

import static org.assertj.core.api.Assertions.assertThat;

import io.wavemesh.messaging.TopicProvisioner;
import io.wavemesh.testkit.Golden;
import io.wavemesh.tests.harness.HttpPeer;
import io.wavemesh.tests.harness.MeshUnderTest;
import io.wavemesh.tests.harness.Service;
import io.wavemesh.tests.harness.ServiceProcess;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A replica is started with many adapters on the topic. */
class ManyAdaptersIT {
    private static final int USED = 20;
    private static final long CACHE_BYTES = 100 << 10;
    private static final Duration LIMIT = Duration.ofSeconds(20);
    private static final int CORES = 2;
    private static final double MOST_MIB = 32;
    private static final double MOST_BYTES_EACH = 700;
    private static final Duration TOPIC_LIMIT = Duration.ofSeconds(30);
    private static final Map<String, String> SETTINGS = Map.of(
            "inference.model.path", Golden.tinyModel().toString(),
            "inference.requests.enabled", "false",
            "inference.adapters.cache-size", Long.toString(CACHE_BYTES));

    @TempDir
    private Path folder;

    @Test
    void knowsFiveThousandAdapters() throws Exception {
        knows(5_000);
    }

    @Test
    @Tag("long")
    void knowsAHundredThousandAdaptersWithinTwentySeconds() throws Exception {
        assertThat(knows(100_000)).isLessThan(LIMIT);
    }

    /** The time until it is ready, which depends on what else runs on the machine. */
    private Duration knows(int count) throws Exception {
        try (MeshUnderTest mesh = MeshUnderTest.in(folder)) {
            new TopicProvisioner(mesh.connection())
                    .provision(List.of(mesh.topics().adapters()), TOPIC_LIMIT);
            TinyAdapters adapters = new TinyAdapters(mesh);
            adapters.announce(count);

            long start = System.nanoTime();
            ServiceProcess service = mesh.start(Service.INFERENCE, SETTINGS);
            Duration ready = Duration.ofNanos(System.nanoTime() - start);
            Duration processor = service.cpuTime();
            HttpPeer peer = new HttpPeer(service.address());
            Meters meters = new Meters(peer);
            ProcessMemory memory = new ProcessMemory(service);
            double heap = memory.liveHeapMiB();

            assertThat(meters.sum("waveft_adapter_known")).isEqualTo(count);
            long firstUse = 0;
            for (int i = 0; i < USED; i++) {
                firstUse = Math.max(firstUse, use(peer, adapters, i * (count / USED)));
            }
            double cached = meters.sum("waveft_adapter_cache_used_bytes");
            long listed = listed(peer, count);
            System.out.printf(
                    "%d adapters: ready after %d ms, %d ms of a processor; live heap %.1f MiB; resident %.0f MiB;"
                            + " first use at most %d ms; %.0f bytes cached; all listed in %d ms%n",
                    count,
                    ready.toMillis(),
                    processor.toMillis(),
                    heap,
                    memory.residentMiB(),
                    firstUse,
                    cached,
                    listed);

            assertThat(cached).isBetween(1.0, (double) CACHE_BYTES);
            assertThat(heap).isLessThan(MOST_MIB + count * MOST_BYTES_EACH / (1 << 20));
            assertThat(processor).isLessThan(LIMIT.multipliedBy(CORES));
            return ready;
        }
    }

    /** Draws with an adapter that was never used; milliseconds. */
    private static long use(HttpPeer peer, TinyAdapters adapters, int index) throws Exception {
        adapters.store(index);
        long start = System.nanoTime();
        String body = "{\"prompt\":\"a dog\",\"seed\":1,\"size\":\"64x64\",\"steps\":1,\"adapters\":[{\"id\":\""
                + TinyAdapters.id(index) + "\"}]}";
        assertThat(ImageCalls.call(peer, body)).isEqualTo(ImageCalls.End.WHOLE);
        return Duration.ofNanos(System.nanoTime() - start).toMillis();
    }

    /** Reads all pages; milliseconds. */
    private static long listed(HttpPeer peer, int count) throws Exception {
        long start = System.nanoTime();
        int index = 0;
        Object after = "";
        while (after != null) {
            Map<String, Object> page = peer.get("/v1/adapters?limit=1000" + (index == 0 ? "" : "&after=" + after))
                    .successful()
                    .json();
            for (Object adapter : (List<?>) page.get("data")) {
                assertThat(((Map<?, ?>) adapter).get("id")).isEqualTo(TinyAdapters.id(index++));
            }
            after = page.get("next");
        }
        assertThat(index).isEqualTo(count);
        return Duration.ofNanos(System.nanoTime() - start).toMillis();
    }
}
