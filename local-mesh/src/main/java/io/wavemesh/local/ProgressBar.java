package io.wavemesh.local;

import java.io.PrintWriter;
import java.util.Locale;

/**
 * Progress of long work on stderr: one line that is drawn again and again on a terminal, a plain line every tenth of the
 * way elsewhere. One thread at a time.
 */
public final class ProgressBar {
    private static final int WIDTH = 28;
    private static final int PLAIN_LINES = 10;
    private static final String CLEAR_LINE = "\r\u001b[K";
    private static final String[] EIGHTHS = {"", "▏", "▎", "▍", "▌", "▋", "▊", "▉"};

    private final PrintWriter err;
    private final Style style;
    private final String label;
    private int plainLinesShown;
    private boolean drawn;

    /** How progress is shown. */
    public enum Style {
        /** One line, redrawn. */
        TERMINAL,
        /** A few plain lines. */
        PLAIN,
        /** Not at all. */
        SILENT;

        /** A bar where stderr is a terminal (the launcher knows), otherwise the given one. */
        public static Style detect(Style elsewhere) {
            return Boolean.getBoolean("wavemesh.terminal") ? TERMINAL : elsewhere;
        }
    }

    /** A bar that shows nothing yet. */
    public ProgressBar(PrintWriter err, Style style, String label) {
        this.err = err;
        this.style = style;
        this.label = label;
    }

    /**
     * Shows a state.
     *
     * @param done units done, 0 to total
     * @param total units in all, at least 1
     * @param detail what else to say, such as the loss; may be empty
     * @param secondsLeft estimate, negative = unknown
     */
    public void show(int done, int total, String detail, double secondsLeft) {
        String text = "%s %d/%d%s%s"
                .formatted(label, done, total, detail.isEmpty() ? "" : "  " + detail, timeLeft(secondsLeft));
        switch (style) {
            case TERMINAL -> {
                err.print(CLEAR_LINE + bar((double) done / total) + " " + text);
                err.flush();
                drawn = true;
            }
            case PLAIN -> {
                int lines = done == total ? PLAIN_LINES + 1 : (int) ((long) done * PLAIN_LINES / total);
                if (lines > plainLinesShown) {
                    plainLinesShown = lines;
                    err.println(text);
                }
            }
            case SILENT -> {
                // nothing, by request
            }
        }
    }

    /** Leaves the terminal's cursor on a line of its own. */
    public void end() {
        if (drawn) {
            err.println();
            drawn = false;
        }
    }

    private static String timeLeft(double seconds) {
        if (seconds < 0 || Double.isNaN(seconds)) {
            return "";
        }
        long whole = Math.round(seconds);
        return whole < 60
                ? String.format(Locale.ROOT, "  %d s left", whole)
                : String.format(Locale.ROOT, "  %d min %02d s left", whole / 60, whole % 60);
    }

    private static String bar(double fraction) {
        int eighths = (int) Math.round(Math.max(0, Math.min(1, fraction)) * WIDTH * 8);
        String filled = "█".repeat(eighths / 8) + EIGHTHS[eighths % 8];
        return "▕" + filled + " ".repeat(WIDTH - filled.length()) + "▏";
    }
}
