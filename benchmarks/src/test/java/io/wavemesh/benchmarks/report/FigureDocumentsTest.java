package io.wavemesh.benchmarks.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.wavemesh.benchmarks.figures.ResultFolder;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What the documents say is what was measured, or simulated, and stored. */
class FigureDocumentsTest {
    private static final Path RESULTS = Path.of("results");
    private static final Path PERFORMANCE = Path.of("../docs/performance.md");
    private static final Path SCALING = Path.of("../docs/scaling.md");

    @Test
    void holdEveryTableAsTheReportPrintsIt() throws IOException {
        List<Path> folders;
        try (Stream<Path> entries = Files.list(RESULTS)) {
            folders = entries.filter(Files::isDirectory).toList();
        }
        assertThat(folders).isNotEmpty();
        for (Path folder : folders) {
            String document = Files.readString(folder.toString().endsWith("simulation") ? SCALING : PERFORMANCE);
            ResultFolder results = ResultFolder.read(folder);
            StringWriter report = new StringWriter();
            ReportCommand.print(results, Peers.read(results.others()), new PrintWriter(report));
            assertThat(ReportCommand.missing(report.toString(), document))
                    .as(folder.toString())
                    .isEmpty();
        }
    }
}
