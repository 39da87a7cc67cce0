package io.wavemesh.k8s;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The rules, by promtool. Cases are in {@code alerts.yaml}: for each alert series with which it fires at a time, and series with
 * which it stays silent.
 */
class AlertsTest {
    private static final Manifests OBJECTS = Chart.render();
    private static final JsonNode CASES = Yaml.read(Project.read("k8s-tests/src/test/resources/alerts.yaml"));

    @TempDir
    private Path folder;

    @Test
    void rulesAreGood() throws IOException {
        assumeTrue(Promtool.isThere(), "promtool is not there: apt-get install prometheus");
        Promtool.writeRules(folder, OBJECTS);

        Promtool.Result result = Promtool.run(folder, "check", "rules", "rules.yaml");

        assertThat(result.status()).as(result.output()).isZero();
    }

    @Test
    void everyAlertFiresAndIsSilentWhenItShould() throws IOException {
        assumeTrue(Promtool.isThere(), "promtool is not there: apt-get install prometheus");
        Promtool.writeRules(folder, OBJECTS);
        List<Object> tests = new ArrayList<>();
        CASES.properties().forEach(entry -> {
            for (JsonNode fires : list(entry.getValue().get("fires"))) {
                tests.add(test(entry.getKey(), entry.getValue(), fires, 1));
            }
            for (JsonNode silent : list(entry.getValue().get("silent"))) {
                tests.add(test(entry.getKey(), entry.getValue(), silent, 0));
            }
        });
        Promtool.Result result = Promtool.test(folder, tests);

        assertThat(result.status()).as(result.output()).isZero();
    }

    /** Errors at a constant rate, told in shares of what the objective of 99.5 % allows. */
    @ParameterizedTest
    @CsvSource({
        "15,  critical/1h critical/6h warning/1d warning/3d",
        "7,   critical/6h warning/1d warning/3d",
        "4,   warning/1d warning/3d",
        "1.2, warning/3d",
        "0.9, ''"
    })
    void theBudgetOfErrorsIsWatchedOverSeveralWindows(double burn, String firing) throws IOException {
        assumeTrue(Promtool.isThere(), "promtool is not there: apt-get install prometheus");
        Promtool.writeRules(folder, OBJECTS);
        double bad = burn * 0.005 * 1000;
        JsonNode series = Yaml.read("""
            'waveft_images_total{POD,outcome="failed"}': 0+%sx90
            'waveft_images_total{POD,outcome="succeeded"}': 0+%sx90
            """.formatted(bad, 1000 - bad));
        List<Map<String, Object>> samples = Stream.of(firing.split(" "))
                .filter(each -> !each.isEmpty())
                .map(each -> Map.<String, Object>of(
                        "labels",
                        "{severity=\"%s\",window=\"%s\"}".formatted(each.split("/")[0], each.split("/")[1]),
                        "value",
                        1))
                .toList();

        Promtool.Result result = Promtool.test(
                folder,
                List.of(Promtool.test(
                        "errors at " + burn,
                        series,
                        "80m",
                        "count by (severity, window)"
                                + " (ALERTS{alertname=\"WavemeshImageErrorBudgetBurns\",alertstate=\"firing\"})",
                        samples)));

        assertThat(result.status()).as(result.output()).isZero();
    }

    /** Once errors are over, the short windows end the alerts long before the long ones would. */
    @Test
    void burntBudgetIsForgivenSoonAfterTheErrorsEnd() throws IOException {
        assumeTrue(Promtool.isThere(), "promtool is not there: apt-get install prometheus");
        Promtool.writeRules(folder, OBJECTS);
        JsonNode series = Yaml.read("""
            'waveft_images_total{POD,outcome="failed"}': 0+100x60 6000x120
            'waveft_images_total{POD,outcome="succeeded"}': 0+900x180
            """);
        String critical = "count(ALERTS{alertstate=\"firing\",window=\"1h\"}) or vector(0)";

        Promtool.Result result = Promtool.test(
                folder,
                List.of(
                        Promtool.test("burns", series, "60m", critical, one(1)),
                        Promtool.test("is over", series, "70m", critical, one(0))));

        assertThat(result.status()).as(result.output()).isZero();
    }

    @Test
    void everyAlertHasCasesARunbookAndNoOther() throws IOException {
        Set<String> alerts = alerts().stream()
                .map(rule -> rule.get("alert").asText())
                .collect(Collectors.toCollection(TreeSet::new));

        Set<String> cases = new TreeSet<>();
        CASES.fieldNames().forEachRemaining(cases::add);
        assertThat(cases).isEqualTo(alerts);
        CASES.forEach(each -> {
            assertThat(list(each.get("fires"))).isNotEmpty();
            assertThat(list(each.get("silent"))).isNotEmpty();
        });
        try (var pages = Files.list(Project.path("docs/runbooks"))) {
            assertThat(pages.map(page -> page.getFileName().toString())
                            .filter(name -> !name.equals("README.md"))
                            .map(name -> name.replace(".md", "")))
                    .containsExactlyInAnyOrderElementsOf(alerts);
        }
    }

    @Test
    void alertsTellWhatHowBadAndWhatToDo() {
        assertThat(alerts()).hasSizeGreaterThan(12).allSatisfy(rule -> {
            assertThat(rule.at("/labels/severity").asText()).isIn("warning", "critical");
            assertThat(rule.at("/labels/mesh").asText()).isEqualTo("art/mesh-wavemesh");
            assertThat(rule.at("/annotations/summary").asText()).isNotEmpty();
            assertThat(rule.at("/annotations/description").asText()).isNotEmpty();
            assertThat(rule.at("/annotations/runbook_url").asText())
                    .endsWith("/docs/runbooks/" + rule.get("alert").asText() + ".md");
        });
    }

    @Test
    void limitsAndFolderOfRunbooksAreValues() {
        Manifests objects = Chart.render(
                "monitoring: {rules: {labels: {role: alert}, runbooks: 'https://wiki/r', backlogAgeSeconds: 77,"
                        + " imageObjective: 0.9}}");

        JsonNode rule = Queries.rules(objects).stream()
                .filter(each -> each.path("alert").asText().equals("WavemeshTrainingBacklogOld"))
                .findFirst()
                .orElseThrow();
        assertThat(rule.get("expr").asText()).endsWith("> 77");
        assertThat(rule.at("/annotations/runbook_url").asText())
                .isEqualTo("https://wiki/r/WavemeshTrainingBacklogOld.md");
        assertThat(objects.get("PrometheusRule", "mesh-wavemesh")
                        .at("/metadata/labels/role")
                        .asText())
                .isEqualTo("alert");
        assertThat(Queries.all(objects))
                .anyMatch(query -> query.contains("wavemesh:image_errors:ratio3d") && query.contains("> 0.1 "));
    }

    private static List<Map<String, Object>> one(int value) {
        return List.of(Map.of("labels", "{}", "value", value));
    }

    private static List<JsonNode> alerts() {
        return Queries.rules(OBJECTS).stream().filter(rule -> rule.has("alert")).toList();
    }

    private static Map<String, Object> test(String alert, JsonNode each, JsonNode series, int firing) {
        // An alert with several windows may fire more than once: what counts is whether it fires at all.
        String firingNow =
                "clamp_max(count(ALERTS{alertname=\"" + alert + "\",alertstate=\"firing\"}), 1) or vector(0)";
        return Promtool.test(
                alert + (firing == 1 ? " fires" : " is silent"),
                series,
                each.get("at").asText(),
                firingNow,
                one(firing));
    }

    private static List<JsonNode> list(JsonNode node) {
        List<JsonNode> list = new ArrayList<>();
        node.forEach(list::add);
        return list;
    }
}
