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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The rules, by promtool. Cases are in {@code alerts.yaml}: for each alert series with which it fires at a time, and series with
 * which it stays silent.
 */
class AlertsTest {
    private static final String LABELS = "namespace=\"art\",app_kubernetes_io_instance=\"mesh\"";
    private static final Manifests OBJECTS = Chart.render();
    private static final JsonNode CASES = Yaml.read(Project.read("k8s-tests/src/test/resources/alerts.yaml"));

    @TempDir
    private Path folder;

    @Test
    void rulesAreGood() throws IOException {
        assumeTrue(Promtool.isThere(), "promtool is not there: apt-get install prometheus");
        givenRules();

        Promtool.Result result = Promtool.run(folder, "check", "rules", "rules.yaml");

        assertThat(result.status()).as(result.output()).isZero();
    }

    @Test
    void everyAlertFiresAndIsSilentWhenItShould() throws IOException {
        assumeTrue(Promtool.isThere(), "promtool is not there: apt-get install prometheus");
        givenRules();
        List<Object> tests = new ArrayList<>();
        CASES.properties().forEach(entry -> {
            for (JsonNode fires : list(entry.getValue().get("fires"))) {
                tests.add(test(entry.getKey(), entry.getValue(), fires, 1));
            }
            for (JsonNode silent : list(entry.getValue().get("silent"))) {
                tests.add(test(entry.getKey(), entry.getValue(), silent, 0));
            }
        });
        Files.writeString(
                folder.resolve("test.yaml"),
                Yaml.write(Map.of("rule_files", List.of("rules.yaml"), "evaluation_interval", "1m", "tests", tests)));

        Promtool.Result result = Promtool.run(folder, "test", "rules", "test.yaml");

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
                "monitoring: {rules: {labels: {role: alert}, runbooks: 'https://wiki/r', backlogAgeSeconds: 77, imageObjective: 0.9}}");

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

    private void givenRules() throws IOException {
        JsonNode groups = OBJECTS.get("PrometheusRule", "mesh-wavemesh").at("/spec/groups");
        Files.writeString(folder.resolve("rules.yaml"), Yaml.write(Map.of("groups", groups)));
    }

    private static List<JsonNode> alerts() {
        return Queries.rules(OBJECTS).stream().filter(rule -> rule.has("alert")).toList();
    }

    private static Map<String, Object> test(String alert, JsonNode each, JsonNode series, int firing) {
        List<Map<String, String>> input = new ArrayList<>();
        series.properties()
                .forEach(entry -> input.add(Map.of(
                        "series",
                        entry.getKey().replace("POD", LABELS),
                        "values",
                        entry.getValue().asText())));
        // An alert with several windows may fire more than once: what counts is whether it fires at all.
        String firingNow =
                "clamp_max(count(ALERTS{alertname=\"" + alert + "\",alertstate=\"firing\"}), 1) or vector(0)";
        return Map.of(
                "name",
                alert + (firing == 1 ? " fires" : " is silent"),
                "interval",
                "1m",
                "input_series",
                input,
                "promql_expr_test",
                List.of(Map.of(
                        "expr",
                        firingNow,
                        "eval_time",
                        each.get("at").asText(),
                        "exp_samples",
                        List.of(Map.of("labels", "{}", "value", firing)))));
    }

    private static List<JsonNode> list(JsonNode node) {
        List<JsonNode> list = new ArrayList<>();
        node.forEach(list::add);
        return list;
    }
}
