package io.wavemesh.tests.meters;

import static org.assertj.core.api.Assertions.assertThat;

import io.wavemesh.tests.harness.HttpPeer;
import io.wavemesh.tests.harness.MeshUnderTest;
import io.wavemesh.tests.harness.Service;
import io.wavemesh.tests.harness.ServiceProcess;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The series that the packaged services export from their first scrape on. Alerts, triggers and dashboards of the Helm chart are
 * checked against the stored lists; {@code -Dwavemesh.update=true} writes them anew.
 */
class MetersIT {
    private static final Path LISTS = Service.ROOT.resolve("k8s-tests/src/test/resources/meters");

    @TempDir
    private Path folder;

    @Test
    void servicesExportWhatTheChartAsksFor() throws Exception {
        try (MeshUnderTest mesh = MeshUnderTest.in(folder)) {
            for (Service service : Service.values()) {
                ServiceProcess process = mesh.start(service);
                TreeSet<String> series = new HttpPeer(process.address())
                        .get("/q/metrics")
                        .successful()
                        .text()
                        .lines()
                        .filter(line -> line.startsWith("wave"))
                        .map(line -> line.split("[{ ]")[0])
                        .collect(Collectors.toCollection(TreeSet::new));
                Path list = LISTS.resolve(service.prefix() + ".txt");
                if (Boolean.getBoolean("wavemesh.update")) {
                    Files.writeString(list, String.join("\n", series) + "\n");
                }

                assertThat(series).as("%s", list).containsAll(Files.readAllLines(list));
            }
        }
    }
}
