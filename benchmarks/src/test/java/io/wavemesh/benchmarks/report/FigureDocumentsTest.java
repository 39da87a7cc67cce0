package io.wavemesh.benchmarks.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.wavemesh.benchmarks.figures.ResultFolder;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What the documents say is what was measured, or simulated, and stored. */
class FigureDocumentsTest {
    private static final Path RESULTS = Path.of("results");
    private static final Path PERFORMANCE = Path.of("../docs/performance.md");
    private static final Path SCALING = Path.of("../docs/scaling.md");
    private static final Pattern EXCERPT = Pattern.compile("<!-- rows of (\\S+) -->\n((?:\\|.*\n)+)");

    @Test
    void holdEveryTableAsTheReportPrintsIt() throws IOException {
        List<Path> folders;
        try (Stream<Path> entries = Files.list(RESULTS)) {
            folders = entries.filter(Files::isDirectory).toList();
        }
        assertThat(folders).isNotEmpty();
        for (Path folder : folders) {
            String document = Files.readString(isSimulated(folder) ? folder.resolve("README.md") : PERFORMANCE);
            ResultFolder results = ResultFolder.read(folder);
            StringWriter report = new StringWriter();
            ReportCommand.print(results, Peers.read(results.others()), new PrintWriter(report));
            assertThat(ReportCommand.missing(report.toString(), document))
                    .as(folder.toString())
                    .isEmpty();
        }
    }

    @Test
    void rowsThatAreShownApartAreThoseOfTheWholeTables() throws IOException {
        String whole;
        try (Stream<Path> entries = Files.list(RESULTS)) {
            whole = Files.readString(entries.filter(FigureDocumentsTest::isSimulated)
                    .max(Comparator.naturalOrder())
                    .orElseThrow()
                    .resolve("README.md"));
        }
        Matcher excerpts = EXCERPT.matcher(Files.readString(SCALING));
        int count = 0;
        while (excerpts.find()) {
            count++;
            List<Map<String, String>> rows = rows(section(whole, excerpts.group(1)));
            assertThat(rows(excerpts.group(2))).isNotEmpty().allSatisfy(row -> assertThat(rows)
                    .as("%s: %s", excerpts.group(1), row)
                    .anyMatch(each -> each.entrySet().containsAll(row.entrySet())));
        }
        assertThat(count).isPositive();
    }

    private static boolean isSimulated(Path folder) {
        return folder.toString().endsWith("simulation");
    }

    private static String section(String document, String title) {
        int begin = document.indexOf("### " + title + "\n");
        assertThat(begin).as(title).isNotNegative();
        int end = document.indexOf("\n### ", begin);
        return document.substring(begin, end < 0 ? document.length() : end);
    }

    /** Rows of the one table of a text, cells by the names of their columns. */
    private static List<Map<String, String>> rows(String text) {
        List<List<String>> lines = text.lines()
                .filter(line -> line.startsWith("|"))
                .map(line -> Arrays.stream(line.substring(1).split("\\|"))
                        .map(String::strip)
                        .toList())
                .toList();
        List<Map<String, String>> rows = new ArrayList<>();
        for (List<String> line : lines.subList(2, lines.size())) {
            Map<String, String> row = new LinkedHashMap<>();
            for (int i = 0; i < line.size(); i++) {
                row.put(lines.get(0).get(i), line.get(i));
            }
            rows.add(row);
        }
        return rows;
    }
}
