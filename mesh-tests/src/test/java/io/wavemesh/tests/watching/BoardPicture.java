package io.wavemesh.tests.watching;

import com.fasterxml.jackson.databind.JsonNode;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.Styler;
import org.knowm.xchart.style.markers.SeriesMarkers;

/** Draws a dashboard's panels where Grafana puts them, from what Prometheus answers to their queries over a time. */
final class BoardPicture {
    private static final int COLUMNS = 24;
    private static final int CELL_WIDTH = 26;
    private static final int CELL_HEIGHT = 32;
    private static final int HEAD = 34;
    private static final int WIDEST_LEGEND = 5;
    private static final double SECONDS = 60;

    private final Prometheus prometheus;
    private final Instant from;
    private final Instant to;
    private final Duration step;
    private final List<String> empty = new ArrayList<>();

    BoardPicture(Prometheus prometheus, Instant from, Instant to, Duration step) {
        this.prometheus = prometheus;
        this.from = from;
        this.to = to;
        this.step = step;
    }

    /**
     * The picture.
     *
     * @param reasons why panels are empty, by title; told in them
     */
    BufferedImage draw(JsonNode board, Map<String, String> reasons) throws IOException, InterruptedException {
        int rows = 0;
        for (JsonNode panel : board.get("panels")) {
            rows = Math.max(rows, number(panel, "y") + number(panel, "h"));
        }
        BufferedImage image =
                new BufferedImage(COLUMNS * CELL_WIDTH * 2, HEAD + rows * CELL_HEIGHT, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = image.createGraphics();
        graphics.setRenderingHint(RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
        graphics.setColor(Color.WHITE);
        graphics.fillRect(0, 0, image.getWidth(), image.getHeight());
        graphics.setColor(Color.BLACK);
        graphics.setFont(font(Font.BOLD, 16));
        graphics.drawString(board.get("title").asText() + "   (minutes since " + from + ")", 12, HEAD - 10);
        for (JsonNode panel : board.get("panels")) {
            int width = number(panel, "w") * CELL_WIDTH * 2;
            int height = number(panel, "h") * CELL_HEIGHT;
            Graphics2D place = (Graphics2D) graphics.create(
                    number(panel, "x") * CELL_WIDTH * 2, HEAD + number(panel, "y") * CELL_HEIGHT, width, height);
            draw(panel, reasons, place, width, height);
            place.dispose();
        }
        graphics.dispose();
        return image;
    }

    /** Titles of panels that had nothing to show, and no reason. */
    List<String> empty() {
        return empty;
    }

    private void draw(JsonNode panel, Map<String, String> reasons, Graphics2D place, int width, int height)
            throws IOException, InterruptedException {
        String title = panel.get("title").asText();
        Unit unit = Unit.of(panel.at("/fieldConfig/defaults/unit").asText());
        XYChart chart = new XYChartBuilder()
                .width(width)
                .height(height)
                .title(title + unit.suffix)
                .build();
        style(chart);
        for (JsonNode target : panel.get("targets")) {
            JsonNode result = prometheus.range(target.get("expr").asText(), from, to, step);
            for (JsonNode series : result) {
                add(chart, legend(target.get("legendFormat").asText(), series.get("metric")), series, unit);
            }
        }
        if (chart.getSeriesMap().isEmpty()) {
            String reason = reasons.getOrDefault(title, "no data");
            if (!reasons.containsKey(title)) {
                empty.add(title);
            }
            chart.setTitle(title + ": " + reason);
            // Axes need a point; it is not seen.
            chart.addSeries(reason, new double[] {0}, new double[] {0}).setMarker(SeriesMarkers.NONE);
            chart.getStyler().setLegendVisible(false);
        } else if (chart.getSeriesMap().size() > WIDEST_LEGEND) {
            chart.getStyler()
                    .setLegendPosition(Styler.LegendPosition.OutsideE)
                    .setLegendLayout(Styler.LegendLayout.Vertical);
        }
        chart.paint(place, width, height);
    }

    private void add(XYChart chart, String legend, JsonNode series, Unit unit) {
        TreeMap<Double, Double> points = new TreeMap<>();
        for (JsonNode value : series.get("values")) {
            double number = Double.parseDouble(value.get(1).asText());
            double minutes = (value.get(0).asDouble() - from.toEpochMilli() / 1e3) / SECONDS;
            points.put(minutes, Double.isInfinite(number) ? Double.NaN : number * unit.factor);
        }
        if (points.values().stream().allMatch(number -> number.isNaN())) {
            return;
        }
        String name = legend;
        for (int i = 2; chart.getSeriesMap().containsKey(name); i++) {
            name = legend + " (" + i + ")";
        }
        XYSeries line = chart.addSeries(
                name,
                points.keySet().stream().mapToDouble(Double::doubleValue).toArray(),
                points.values().stream().mapToDouble(Double::doubleValue).toArray());
        line.setMarker(SeriesMarkers.NONE);
    }

    private void style(XYChart chart) {
        chart.getStyler()
                .setXAxisMin(0.0)
                .setXAxisMax(Duration.between(from, to).toSeconds() / SECONDS)
                .setYAxisMin(0.0)
                .setXAxisDecimalPattern("0.0")
                .setYAxisDecimalPattern("#,##0.###")
                .setAxisTickLabelsFont(font(Font.PLAIN, 11))
                .setPlotGridLinesColor(new Color(0xE4E4E4))
                .setChartTitleFont(font(Font.BOLD, 13))
                .setLegendFont(font(Font.PLAIN, 11))
                .setLegendPosition(Styler.LegendPosition.OutsideS)
                .setLegendLayout(Styler.LegendLayout.Horizontal)
                .setLegendSeriesLineLength(14)
                .setLegendBorderColor(Color.WHITE)
                .setChartBackgroundColor(Color.WHITE)
                .setChartPadding(6);
    }

    private static String legend(String format, JsonNode labels) {
        String text = format;
        for (Map.Entry<String, JsonNode> label : labels.properties()) {
            text = text.replace("{{" + label.getKey() + "}}", label.getValue().asText());
        }
        return text;
    }

    private static int number(JsonNode panel, String key) {
        return panel.at("/gridPos/" + key).asInt();
    }

    private static Font font(int style, int size) {
        return new Font(Font.SANS_SERIF, style, size);
    }

    /** How Grafana's units are written here. */
    private enum Unit {
        SHORT("", 1),
        S(" (s)", 1),
        REQPS(" (1/s)", 1),
        PERCENTUNIT(" (%)", 100),
        BYTES(" (MiB)", 1.0 / (1 << 20));

        private final String suffix;
        private final double factor;

        Unit(String suffix, double factor) {
            this.suffix = suffix;
            this.factor = factor;
        }

        static Unit of(String name) {
            for (Unit unit : values()) {
                if (unit.name().equalsIgnoreCase(name)) {
                    return unit;
                }
            }
            throw new AssertionError("no unit " + name);
        }
    }
}
