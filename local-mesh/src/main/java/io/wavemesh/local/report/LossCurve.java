package io.wavemesh.local.report;

import java.util.List;
import java.util.Locale;

/** The loss over the training steps as an inline SVG: every point, and their running mean. */
final class LossCurve {
    private static final int WIDTH = 760;
    private static final int HEIGHT = 240;
    private static final int LEFT = 52;
    private static final int BOTTOM = 34;
    private static final int TOP = 12;
    private static final int RIGHT = 12;
    private static final int GRID_LINES = 4;

    private final List<LossPoint> points;
    private final double lowest;
    private final double highest;
    private final int lastStep;

    private LossCurve(List<LossPoint> points) {
        this.points = points;
        double low = points.stream().mapToDouble(LossPoint::loss).min().orElse(0);
        double high = points.stream().mapToDouble(LossPoint::loss).max().orElse(1);
        double span = Math.max(high - low, 1e-6);
        this.lowest = Math.max(0, low - 0.08 * span);
        this.highest = high + 0.08 * span;
        this.lastStep =
                Math.max(1, points.stream().mapToInt(LossPoint::step).max().orElse(1));
    }

    /** An {@code <svg>} element styled by the page's classes curve-*; empty without points. */
    static String svg(List<LossPoint> points) {
        return points.isEmpty() ? "" : new LossCurve(points).draw();
    }

    private String draw() {
        StringBuilder svg = new StringBuilder();
        svg.append(
                "<svg class=\"curve\" viewBox=\"0 0 %d %d\" role=\"img\" aria-label=\"Loss over the training steps\">"
                        .formatted(WIDTH, HEIGHT));
        for (int i = 0; i <= GRID_LINES; i++) {
            double loss = lowest + (highest - lowest) * i / GRID_LINES;
            int step = (int) Math.round((double) lastStep * i / GRID_LINES);
            svg.append(format(
                    "<line class=\"curve-grid\" x1=\"%d\" x2=\"%d\" y1=\"%.1f\" y2=\"%.1f\"/>"
                            + "<text class=\"curve-text\" text-anchor=\"end\" x=\"%d\" y=\"%.1f\">%.3f</text>"
                            + "<text class=\"curve-text\" text-anchor=\"middle\" x=\"%.1f\" y=\"%d\">%d</text>",
                    LEFT, WIDTH - RIGHT, y(loss), y(loss), LEFT - 8, y(loss) + 4, loss, x(step), HEIGHT - 12, step));
        }
        for (LossPoint point : points) {
            svg.append(format(
                    "<circle class=\"curve-point\" cx=\"%.1f\" cy=\"%.1f\" r=\"1.8\"/>",
                    x(point.step()), y(point.loss())));
        }
        svg.append("<polyline class=\"curve-mean\" points=\"");
        for (int i = 0; i < points.size(); i++) {
            svg.append(format("%.1f,%.1f ", x(points.get(i).step()), y(meanAround(i))));
        }
        return svg.append("\"/></svg>").toString();
    }

    /** Mean of the points within a twentieth of the curve on either side. */
    private double meanAround(int index) {
        int reach = Math.max(1, points.size() / 20);
        return points.subList(Math.max(0, index - reach), Math.min(points.size(), index + reach + 1)).stream()
                .mapToDouble(LossPoint::loss)
                .average()
                .orElseThrow();
    }

    private double x(int step) {
        return LEFT + (double) step / lastStep * (WIDTH - LEFT - RIGHT);
    }

    private double y(double loss) {
        return TOP + (highest - loss) / (highest - lowest) * (HEIGHT - TOP - BOTTOM);
    }

    private static String format(String form, Object... values) {
        return String.format(Locale.ROOT, form, values);
    }
}
