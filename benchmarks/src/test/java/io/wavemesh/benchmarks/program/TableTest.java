package io.wavemesh.benchmarks.program;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TableTest {
    private static final List<Column> COLUMNS = List.of(
            Column.of("what", "what", 6),
            Column.number("median_ms", "median ms", 1),
            Column.gibi("peak_bytes", "peak GiB"),
            Column.percent("share", "share"),
            Column.of("runs", "runs", 4));

    @Test
    void isAlignedMarkdown() {
        Table table = new Table(COLUMNS);

        assertThat(table.head())
                .containsExactly(
                        "| what   | median ms | peak GiB | share    | runs |",
                        "| ------ | --------- | -------- | -------- | ---- |");
        assertThat(table.row(Map.of(
                        "what", "step", "median_ms", 192.6789, "peak_bytes", 3L << 30, "share", 0.6149, "runs", 30)))
                .isEqualTo("| step   | 192.7     | 3.00     | 61       | 30   |");
    }

    @Test
    void aFigureThatIsMissingIsADash() {
        assertThat(new Table(COLUMNS).row(Map.of("what", "load")))
                .isEqualTo("| load   | -         | -        | -        | -    |");
    }

    @Test
    void fitsItsRowsAndLeavesEmptyColumnsOut() {
        Table table = Table.fitting(
                List.of(Column.of("what", "what", 20), Column.of("note", "note", 4), Column.of("none", "none", 4)),
                List.of(Map.of("what", "a", "note", "something long"), Map.of("what", "b")));

        assertThat(table.head().get(0)).isEqualTo("| what | note           |");
        assertThat(table.row(Map.of("what", "b"))).isEqualTo("| b    | -              |");
    }
}
