package io.wavemesh.benchmarks.program;

import java.util.Locale;
import java.util.Map;

/**
 * A column of a table: a figure of each row.
 *
 * @param key the row's field
 * @param title with its unit
 * @param width characters at least
 * @param decimals of numbers that are not whole
 * @param factor that numbers are multiplied by
 */
public record Column(String key, String title, int width, int decimals, double factor) {
    private static final double GIBI = 1 << 30;

    /** Text, whole numbers. */
    public static Column of(String key, String title, int width) {
        return new Column(key, title, width, 0, 1);
    }

    /** Numbers with decimals. */
    public static Column number(String key, String title, int decimals) {
        return new Column(key, title, 8, decimals, 1);
    }

    /** Bytes in GiB. */
    public static Column gibi(String key, String title) {
        return new Column(key, title, 8, 2, 1 / GIBI);
    }

    /** Shares in percent. */
    public static Column percent(String key, String title) {
        return new Column(key, title, 8, 0, 100);
    }

    /** The figure as text; a dash where the row has none. */
    String text(Map<String, ?> row) {
        Object value = row.get(key);
        if (value instanceof Number number && (factor != 1 || number instanceof Double)) {
            return String.format(Locale.ROOT, "%." + decimals + "f", number.doubleValue() * factor);
        }
        return value == null ? "-" : String.valueOf(value);
    }

    Column withWidth(int other) {
        return new Column(key, title, other, decimals, factor);
    }

    int widthOrTitle() {
        return Math.max(width, title.length());
    }
}
