package io.wavemesh.tests.watching;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.wavemesh.tests.harness.Await;
import io.wavemesh.tests.harness.IngestClient;
import io.wavemesh.tests.harness.IngestClient.Submitted;
import io.wavemesh.tests.harness.Pictures;
import io.wavemesh.tests.harness.Service;
import io.wavemesh.tests.harness.ServiceProcess;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A few minutes of a mesh as the dashboards show them, in {@code target/dashboards}; with {@code -Dwavemesh.update=true} in {@code
 * docs/dashboards}. Subjects are learned, one is canceled, pictures come by HTTP and by events, more than are drawn at once, rubbish
 * comes and is dealt with, and a replica of inference goes.
 */
@Tag("long")
class DashboardPicturesIT {
    private static final Duration STEP = Duration.ofSeconds(1);
    private static final Duration LIMIT = Duration.ofMinutes(5);
    private static final String NO_GPU = "no GPU on this machine";
    private static final Map<String, String> REASONS = Map.of("GPU memory", NO_GPU, "GPU use", NO_GPU);

    @TempDir
    private Path folder;

    @Test
    void everyPanelShowsTheRun() throws Exception {
        assumeTrue(Prometheus.isThere(), "prometheus is not there: apt-get install prometheus");
        Watching watching = new Watching();
        try (WatchedMesh mesh = new WatchedMesh(folder, watching)) {
            Instant from = Instant.now().truncatedTo(ChronoUnit.SECONDS);
            work(mesh);
            Instant to = Instant.now();
            BoardPicture picture = new BoardPicture(mesh.prometheus(), from, to, STEP);
            Path target = Boolean.getBoolean("wavemesh.update")
                    ? Service.ROOT.resolve("docs/dashboards")
                    : Service.ROOT.resolve("mesh-tests/target/dashboards");
            Files.createDirectories(target);
            for (JsonNode board : watching.boards()) {
                String title = board.get("title").asText();
                String name = title.substring(title.indexOf(": ") + 2).toLowerCase(Locale.ROOT);
                ImageIO.write(
                        picture.draw(board, REASONS),
                        "png",
                        target.resolve(name + ".png").toFile());
            }

            assertThat(picture.empty()).isEmpty();
            assertThat(target.toFile().list()).hasSize(3);
        }
    }

    private static void work(WatchedMesh mesh) throws Exception {
        ServiceProcess trainer = mesh.launch(Service.TRAINER);
        ServiceProcess ingest = mesh.start(Service.INGEST);
        ServiceProcess first = mesh.launch(Service.INFERENCE);
        ServiceProcess second = mesh.launch(Service.INFERENCE);
        trainer.awaitReady();
        Submitted duck = WatchedMesh.submit(ingest, Pictures.DUCK, 100);
        Submitted canceled = WatchedMesh.submit(ingest, Pictures.HELICOPTER, 100);
        Submitted tulip = WatchedMesh.submit(ingest, Pictures.TULIP, 100);
        new IngestClient(ingest.address()).cancel(canceled).successful();
        first.awaitReady();
        second.awaitReady();
        String adapter = WatchedMesh.adapter(ingest, duck);

        ExecutorService clients = Executors.newFixedThreadPool(12);
        try {
            List<Future<?>> calls = new ArrayList<>();
            for (int i = 0; i < 60; i++) {
                ServiceProcess replica = i % 3 == 0 ? second : first;
                calls.add(clients.submit(() -> {
                    WatchedMesh.draw(replica, adapter, 25);
                    return null;
                }));
            }
            mesh.ask(40, 25, Optional.of(adapter));
            mesh.sendRubbish();
            String other = WatchedMesh.adapter(ingest, tulip);
            for (Future<?> call : calls) {
                call.get();
            }
            second.terminate();
            mesh.ask(20, 25, Optional.of(other));
            WatchedMesh.draw(first, other, 25);
            mesh.dropLetters();
            Await.within(
                    LIMIT,
                    "everything is drawn",
                    () -> mesh.prometheus()
                                    .number("sum(wavemesh:image_backlog:jobs) + sum(waveft_image_requests_in_hand)")
                            == 0);
        } finally {
            clients.shutdownNow();
        }
    }
}
