package io.wavemesh.local.report;

import io.wavemesh.waveft.json.Json;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The figures as JSON for programs. */
public final class ReportJson {
    private ReportJson() {}

    /** The document, indented; times in seconds, sizes in bytes. */
    public static String render(DemoResult result) {
        Map<String, Object> report = new LinkedHashMap<>();
        report.put("subject", result.subject());
        report.put("classNoun", result.classNoun());
        report.put("instanceToken", result.instanceToken());
        report.put("identity", comparison(result.identity()));
        report.put("textAlignment", comparison(result.textAlignment()));
        report.put("seconds", result.seconds());
        Map<String, Object> adapter = new LinkedHashMap<>();
        adapter.put("bytes", result.adapterBytes());
        adapter.put("parameters", result.adapterParameters());
        report.put("adapter", adapter);
        report.put("settings", result.settings());
        report.put("pictures", pictures(result));
        report.put("loss", result.loss().stream().map(ReportJson::point).toList());
        return Json.pretty(report) + "\n";
    }

    private static Map<String, Object> comparison(Comparison comparison) {
        Map<String, Object> figures = new LinkedHashMap<>();
        figures.put("base", comparison.base());
        figures.put("personalized", comparison.personalized());
        return figures;
    }

    private static List<Object> pictures(DemoResult result) {
        List<Object> pictures = new ArrayList<>();
        List<Drawing> drawings = new ArrayList<>(result.base());
        drawings.addAll(result.personalized());
        for (Drawing drawing : drawings) {
            Map<String, Object> picture = new LinkedHashMap<>();
            picture.put("file", drawing.fileName());
            picture.put("prompt", drawing.prompt());
            picture.put("seed", drawing.seed());
            pictures.add(picture);
        }
        return pictures;
    }

    private static Map<String, Object> point(LossPoint point) {
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("step", (long) point.step());
        values.put("loss", point.loss());
        return values;
    }
}
