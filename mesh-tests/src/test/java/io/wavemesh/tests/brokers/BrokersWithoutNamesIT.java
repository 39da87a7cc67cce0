package io.wavemesh.tests.brokers;

import static org.assertj.core.api.Assertions.assertThat;

import io.wavemesh.tests.harness.Await;
import io.wavemesh.tests.harness.HttpPeer;
import io.wavemesh.tests.harness.IngestClient;
import io.wavemesh.tests.harness.MeshUnderTest;
import io.wavemesh.tests.harness.Pictures;
import io.wavemesh.tests.harness.Service;
import io.wavemesh.tests.harness.ServiceProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The services are there before the name of their broker is, as in a cluster whose broker is installed later. */
class BrokersWithoutNamesIT {
    private static final Duration WATCHED = Duration.ofMillis(1500);
    private static final double MOST_CPU = 0.1;
    private static final int MOST_LINES = 5;
    private static final String NAME = "kafka.wavemesh.test";
    private static final String LOCAL = "127.0.0.1 localhost\n";

    @TempDir
    private Path folder;

    @Test
    void servicesLiveAndWaitAndGoOnWhenTheNameIsThere() throws Exception {
        Path hosts = Files.writeString(folder.resolve("hosts"), LOCAL);
        try (MeshUnderTest mesh = MeshUnderTest.in(folder)) {
            String servers = NAME + ":" + mesh.broker().bootstrapServers().replaceAll(".*:", "");
            List<ServiceProcess> services = Arrays.stream(Service.values())
                    .map(service -> mesh.launch(
                            service,
                            Map.of(service.prefix() + ".kafka.bootstrap-servers", servers),
                            List.of("-Djdk.net.hosts.file=" + hosts, "-Dsun.net.inetaddr.negative.ttl=1")))
                    .toList();
            services.forEach(BrokersWithoutNamesIT::awaitThatItWaits);
            IngestClient client =
                    new IngestClient(services.get(Service.INGEST.ordinal()).address());
            HttpPeer.Answer early = submit(client);
            assertThat(early.status()).as(early.text()).isEqualTo(503);
            assertThat(early.headers().firstValue("Content-Type")).hasValue("application/problem+json");
            assertThat(early.headers().firstValue("Retry-After")).isPresent();
            assertThat(early.text()).doesNotContain(NAME);
            services.forEach(BrokersWithoutNamesIT::awaitQuiet);

            Files.writeString(hosts, LOCAL + "127.0.0.1 " + NAME + "\n");
            long begin = System.nanoTime();
            services.forEach(ServiceProcess::awaitReady);
            say("all are ready %d ms after the name is there", begin);
            Await.until("the repeat is accepted", () -> submit(client).status() == 202);
            say("a repeat is accepted %d ms after the name is there", begin);
        }
    }

    private static HttpPeer.Answer submit(IngestClient client) throws IOException, InterruptedException {
        return client.trySubmit(Pictures.DUCK, "{\"steps\":1,\"batch\":1}", Map.of("Idempotency-Key", "early"));
    }

    private static void awaitThatItWaits(ServiceProcess service) {
        HttpPeer http = new HttpPeer(service.address());
        Await.until(service.name() + " says what it waits for", () -> {
            assertThat(service.isAlive()).as(service.logText()).isTrue();
            return service.logText().contains("no host of " + NAME);
        });
        Await.until(service.name() + " lives", () -> status(http, "/q/health/live") == 200);
        Await.until(service.name() + " is not ready", () -> status(http, "/q/health/ready") == 503);
    }

    private static int status(HttpPeer http, String path) throws InterruptedException {
        try {
            return http.get(path).status();
        } catch (IOException notYet) {
            return 0;
        }
    }

    /** A service that looks for names without a pause never gets quiet. */
    private static void awaitQuiet(ServiceProcess service) {
        Await.until(service.name() + " is quiet", () -> {
            long lines = service.logText().lines().count();
            Duration before = service.cpuTime();
            TimeUnit.NANOSECONDS.sleep(WATCHED.toNanos());
            double share = service.cpuTime().minus(before).toNanos() / (double) WATCHED.toNanos();
            return share < MOST_CPU && service.logText().lines().count() - lines < MOST_LINES;
        });
        assertThat(service.isAlive()).as(service.logText()).isTrue();
    }

    private static void say(String format, long begin) {
        System.getLogger("brokers")
                .log(System.Logger.Level.INFO, String.format(format, (System.nanoTime() - begin) / 1_000_000));
    }
}
