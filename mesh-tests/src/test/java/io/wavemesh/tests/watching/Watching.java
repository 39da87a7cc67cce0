package io.wavemesh.tests.watching;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.wavemesh.tests.harness.Service;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What the chart installs to watch a mesh, from the plain manifests in {@code k8s/}, which a test in k8s-tests holds current:
 * dashboards from the base, rules, PodMonitor and triggers from the overlay for GPU pools.
 */
final class Watching {
    static final YAMLMapper YAML = new YAMLMapper();
    private static final Pattern SELECTOR = Pattern.compile("[a-zA-Z_:][a-zA-Z0-9_:]*\\{[^}]*}");

    private final List<JsonNode> objects = new ArrayList<>();

    /** Who asks. */
    enum Asker {
        RECORDING_RULE,
        ALERT,
        TRIGGER,
        PANEL
    }

    /**
     * A query.
     *
     * @param where name of the rule, of the scaled object, or of dashboard and panel
     */
    record Query(Asker asker, String where, String expr) {
        /** The selectors of series in it. */
        Set<String> selectors() {
            Set<String> selectors = new LinkedHashSet<>();
            Matcher matcher = SELECTOR.matcher(expr);
            while (matcher.find()) {
                selectors.add(matcher.group());
            }
            return selectors;
        }

        /** Whether it is about GPUs, which only machines that have one tell of. */
        boolean isOfGpus() {
            return expr.contains("waveft_device_") || expr.contains("wavemesh:gpu_");
        }

        @Override
        public String toString() {
            return asker + " " + where + ": " + expr;
        }
    }

    /** Reads the manifests. */
    Watching() {
        for (String file : List.of("k8s/base/wavemesh.yaml", "k8s/overlays/gpu-pool/objects.yaml")) {
            try (MappingIterator<JsonNode> documents = YAML.readerFor(JsonNode.class)
                    .readValues(Service.ROOT.resolve(file).toFile())) {
                objects.addAll(documents.readAll());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /** Objects of a kind. */
    Stream<JsonNode> ofKind(String kind) {
        return objects.stream().filter(object -> object.path("kind").asText().equals(kind));
    }

    /** The groups of the one PrometheusRule. */
    JsonNode ruleGroups() {
        return ofKind("PrometheusRule").findFirst().orElseThrow().at("/spec/groups");
    }

    /** The dashboards as Grafana gets them. */
    List<JsonNode> boards() {
        return ofKind("ConfigMap")
                .filter(map -> map.at("/metadata/labels").has("grafana_dashboard"))
                .flatMap(map -> Stream.of(map.get("data").elements().next().asText()))
                .map(Watching::read)
                .toList();
    }

    /** Every query. */
    List<Query> queries() {
        List<Query> queries = new ArrayList<>();
        ruleGroups().forEach(group -> group.get("rules").forEach(rule -> queries.add(query(rule))));
        objects.forEach(object -> object.at("/spec/triggers").forEach(trigger -> {
            if (trigger.at("/metadata").has("query")) {
                String name = object.at("/metadata/name").asText();
                queries.add(new Query(
                        Asker.TRIGGER, name, trigger.at("/metadata/query").asText()));
            }
        }));
        boards().forEach(board -> board.get("panels").forEach(panel -> panel.get("targets")
                .forEach(target -> queries.add(new Query(
                        Asker.PANEL,
                        board.get("title").asText() + ", " + panel.get("title").asText(),
                        target.get("expr").asText())))));
        return queries;
    }

    private static Query query(JsonNode rule) {
        boolean alert = rule.has("alert");
        return new Query(
                alert ? Asker.ALERT : Asker.RECORDING_RULE,
                rule.get(alert ? "alert" : "record").asText(),
                rule.get("expr").asText());
    }

    private static JsonNode read(String text) {
        try {
            return YAML.readTree(text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
