package io.wavemesh.benchmarks.program;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * A table that is aligned on a terminal and is Markdown too. Widths are fixed, so that each row can be shown when it is known.
 *
 * @param columns from left to right
 */
public record Table(List<Column> columns) {
    /** Copies the list. */
    public Table {
        columns = List.copyOf(columns);
    }

    /** As wide as the rows need, without columns that none of them fills. */
    public static Table fitting(List<Column> columns, List<? extends Map<String, ?>> rows) {
        return new Table(columns.stream()
                .filter(column -> rows.stream().anyMatch(row -> row.get(column.key()) != null))
                .map(column -> column.withWidth(rows.stream()
                        .mapToInt(row -> column.text(row).length())
                        .max()
                        .orElse(0)))
                .toList());
    }

    /** Titles and rule. */
    public List<String> head() {
        String rule = columns.stream()
                .map(column -> "-".repeat(column.widthOrTitle()))
                .collect(Collectors.joining(" | ", "| ", " |"));
        return List.of(line(columns.stream().map(Column::title).toList()), rule);
    }

    /** A row: its fields, or its reason where it has no figures. */
    public String row(Map<String, ?> row) {
        return line(columns.stream().map(column -> column.text(row)).toList());
    }

    private String line(List<String> cells) {
        StringBuilder line = new StringBuilder("|");
        for (int i = 0; i < cells.size(); i++) {
            line.append(' ')
                    .append(padded(cells.get(i), columns.get(i).widthOrTitle()))
                    .append(" |");
        }
        return line.toString();
    }

    private static String padded(String cell, int width) {
        return cell + " ".repeat(Math.max(0, width - cell.length()));
    }
}
