package io.wavemesh.benchmarks.report;

import io.wavemesh.benchmarks.figures.ResultFolder;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Whether many images over many adapters take the same time and memory at the end as at the beginning. */
final class Steadiness {
    private static final String TIME = "median_ms";
    private static final double MEBI = 1 << 20;

    private Steadiness() {}

    /** What changed from the first quarter to the last, in words; null without figures. */
    static String text(ResultFolder results) {
        Optional<Map<String, Object>> first = results.least("steady", Map.of("what", "quarter 1"), TIME);
        Optional<Map<String, Object>> last = results.least("steady", Map.of("what", "quarter 4"), TIME);
        if (first.isEmpty() || last.isEmpty()) {
            return null;
        }
        return String.format(
                Locale.ROOT,
                "%.0f to %.0f ms; device %+.0f MiB, host %+.0f MiB",
                number(first.get(), TIME),
                number(last.get(), TIME),
                growth(first.get(), last.get(), "device_bytes"),
                growth(first.get(), last.get(), "host_bytes"));
    }

    private static double growth(Map<String, Object> first, Map<String, Object> last, String field) {
        return (number(last, field) - number(first, field)) / MEBI;
    }

    private static double number(Map<String, Object> row, String field) {
        return row.get(field) instanceof Number number ? number.doubleValue() : 0;
    }
}
