package io.wavemesh.tests.serving;

import static org.assertj.core.api.Assertions.assertThat;

import io.wavemesh.testkit.Golden;
import io.wavemesh.tests.harness.Await;
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

/** A replica is killed and started again with many adapters on the topic. */
class ManyAdaptersIT {
    private static final int USED = 20;
    private static final long CACHE_BYTES = 100 << 10;
    private static final int MOST_BYTES_EACH = 1000;
    private static final Map<String, String> SETTINGS = Map.of(
            "inference.model.path", Golden.tinyModel().toString(),
            "inference.requests.enabled", "false",
            "inference.adapters.cache-size", Long.toString(CACHE_BYTES));

    @TempDir
    private Path folder;

    @Test
    void knowsFiveThousandAdapters() throws Exception {
        knows(5_000, Duration.ofSeconds(60));
    }

    @Test
    @Tag("long")
    void knowsAHundredThousandAdaptersWithinTwentySeconds() throws Exception {
        knows(100_000, Duration.ofSeconds(20));
    }

    private void knows(int count, Duration limit) throws Exception {
        try (MeshUnderTest mesh = MeshUnderTest.in(folder)) {
            ServiceProcess first = mesh.start(Service.INFERENCE, SETTINGS);
            double without = new ProcessMemory(first).liveHeapMiB();
            TinyAdapters adapters = new TinyAdapters(mesh);
            adapters.announce(count);
            Meters before = new Meters(new HttpPeer(first.address()));
            Await.until("all are known", () -> before.sum("waveft_adapter_known") == count);
            first.kill();

            long start = System.nanoTime();
            ServiceProcess second = mesh.start(Service.INFERENCE, SETTINGS);
            Duration ready = Duration.ofNanos(System.nanoTime() - start);
            Duration processor = second.cpuTime();
            HttpPeer peer = new HttpPeer(second.address());
            Meters meters = new Meters(peer);
            ProcessMemory memory = new ProcessMemory(second);
            double with = memory.liveHeapMiB();

            assertThat(meters.sum("waveft_adapter_known")).isEqualTo(count);
            long firstUse = 0;
            for (int i = 0; i < USED; i++) {
                firstUse = Math.max(firstUse, use(peer, adapters, i * (count / USED)));
            }
            double cached = meters.sum("waveft_adapter_cache_used_bytes");
            long listed = listed(peer, count);
            System.out.printf(
                    "%d adapters: ready after %d ms, %d ms of a processor; live heap %.1f MiB, %.1f without any; resident %.0f MiB;"
                            + " first use at most %d ms; %.0f bytes cached; all listed in %d ms%n",
                    count,
                    ready.toMillis(),
                    processor.toMillis(),
                    with,
                    without,
                    memory.residentMiB(),
                    firstUse,
                    cached,
                    listed);

            assertThat(cached).isBetween(1.0, (double) CACHE_BYTES);
            assertThat((with - without) * (1 << 20) / count).isLessThan(MOST_BYTES_EACH);
            assertThat(ready).isLessThan(limit);
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
