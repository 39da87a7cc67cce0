package io.wavemesh.benchmarks.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What the document says is what was measured and stored. */
class PerformanceDocumentTest {
    private static final Path RESULTS = Path.of("results");
    private static final Path DOCUMENT = Path.of("../docs/performance.md");

    @Test
    void holdsEveryTableAsTheReportPrintsIt() throws IOException {
        String document = Files.readString(DOCUMENT);
        List<Path> folders;
        try (Stream<Path> entries = Files.list(RESULTS)) {
            folders = entries.filter(Files::isDirectory).toList();
        }
        assertThat(folders).isNotEmpty();
        for (Path folder : folders) {
            ResultFolder results = ResultFolder.read(folder);
            StringWriter report = new StringWriter();
            ReportCommand.print(results, Peers.read(results.others()), new PrintWriter(report));
            assertThat(ReportCommand.missing(report.toString(), document))
                    .as(folder.toString())
                    .isEmpty();
        }
    }
}
