package io.wavemesh.local.report;

import io.wavemesh.pictures.PngWriter;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The result as one HTML file that needs no other file: pictures, figures, loss curve, times and settings. */
public final class HtmlReport {
    private static final Pattern PLACEHOLDER = Pattern.compile("\\{\\{(\\w+)}}");

    private HtmlReport() {}

    /** The page, UTF-8; every text from outside is escaped. */
    public static String render(DemoResult result) {
        Map<String, String> parts = new LinkedHashMap<>();
        parts.put("phrase", escape(result.subjectPhrase()));
        parts.put("subject", escape(result.subject()));
        parts.put("identityBase", figure(result.identity().base()));
        parts.put("identity", figure(result.identity().personalized()));
        parts.put("textBase", figure(result.textAlignment().base()));
        parts.put("text", figure(result.textAlignment().personalized()));
        parts.put("parameters", String.format(Locale.ROOT, "%,d", result.adapterParameters()));
        parts.put("bytes", String.format(Locale.ROOT, "%,d", result.adapterBytes()));
        parts.put("trainingSeconds", seconds(result.seconds().getOrDefault("training", 0.0)));
        parts.put("totalSeconds", seconds(result.seconds().getOrDefault("total", 0.0)));
        parts.put("pictures", pictures(result.pictures()));
        parts.put("comparison", comparison(result.base(), result.personalized()));
        parts.put("curve", LossCurve.svg(result.loss()));
        parts.put("phases", phases(result.seconds()));
        parts.put("settings", settings(result.settings()));
        return fill(template(), parts);
    }

    private static String pictures(List<BufferedImage> pictures) {
        StringBuilder html = new StringBuilder();
        pictures.forEach(picture -> html.append(image(picture, "picture of the subject")));
        return html.toString();
    }

    private static String comparison(List<Drawing> base, List<Drawing> personalized) {
        StringBuilder html = new StringBuilder();
        for (int i = 0; i < base.size() && i < personalized.size(); i++) {
            html.append("<figure><div class=\"pair\">")
                    .append(image(base.get(i).image(), "base model"))
                    .append(image(personalized.get(i).image(), "personalized"))
                    .append("</div><figcaption>")
                    .append(escape(personalized.get(i).prompt()))
                    .append("<small>seed ")
                    .append(base.get(i).seed())
                    .append("</small></figcaption></figure>");
        }
        return html.toString();
    }

    private static String phases(Map<String, Double> seconds) {
        double total = seconds.getOrDefault("total", 1.0);
        StringBuilder html = new StringBuilder();
        seconds.forEach((phase, length) -> {
            if (!phase.equals("total")) {
                html.append(String.format(
                        Locale.ROOT,
                        "<tr><th>%s</th><td class=\"bar\"><i style=\"width:%.1f%%\"></i></td><td class=\"number\">%s</td></tr>",
                        escape(phase),
                        100 * Math.min(1, length / Math.max(total, 1e-9)),
                        seconds(length)));
            }
        });
        return html.toString();
    }

    private static String settings(Map<String, String> settings) {
        StringBuilder html = new StringBuilder();
        settings.forEach((name, value) -> html.append("<tr><th>")
                .append(escape(name))
                .append("</th><td>")
                .append(escape(value))
                .append("</td></tr>"));
        return html.toString();
    }

    private static String image(BufferedImage image, String description) {
        String data = Base64.getEncoder().encodeToString(PngWriter.encode(image));
        return "<img alt=\"" + description + "\" width=\"" + image.getWidth() + "\" height=\"" + image.getHeight()
                + "\" src=\"data:image/png;base64," + data + "\">";
    }

    private static String figure(double value) {
        return String.format(Locale.ROOT, "%.3f", value);
    }

    private static String seconds(double value) {
        return String.format(Locale.ROOT, "%.1f s", value);
    }

    static String escape(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;")
                .replace("'", "&#39;");
    }

    /** One pass, so that a value that looks like a placeholder stays a value. */
    private static String fill(String template, Map<String, String> parts) {
        Matcher placeholder = PLACEHOLDER.matcher(template);
        return placeholder.replaceAll(match -> Matcher.quoteReplacement(parts.get(match.group(1))));
    }

    private static String template() {
        try (InputStream file = HtmlReport.class.getResourceAsStream("report.html")) {
            return new String(file.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException cause) {
            throw new UncheckedIOException(cause);
        }
    }
}
