package io.wavemesh.k8s;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** PromQL in rendered objects. */
final class Queries {
    private static final Pattern NAME = Pattern.compile("[a-zA-Z_:][a-zA-Z0-9_:]*(?!\\s*\\(|[a-zA-Z0-9_:])");
    private static final Set<String> WORDS = Set.of("and", "or", "unless", "bool");

    private Queries() {}

    /** Of triggers, rules and dashboards. */
    static List<String> all(Manifests objects) {
        List<String> queries = new ArrayList<>();
        objects.all().forEach(object -> object.at("/spec/triggers").forEach(trigger -> {
            if (trigger.at("/metadata").has("query")) {
                queries.add(trigger.at("/metadata/query").asText());
            }
        }));
        rules(objects).forEach(rule -> queries.add(rule.get("expr").asText()));
        boards(objects).forEach(board -> board.get("panels").forEach(panel -> panel.get("targets")
                .forEach(target -> queries.add(target.get("expr").asText()))));
        return queries;
    }

    /** Recording rules and alerts. */
    static List<JsonNode> rules(Manifests objects) {
        List<JsonNode> rules = new ArrayList<>();
        objects.ofKind("PrometheusRule").forEach(object -> object.at("/spec/groups")
                .forEach(group -> group.get("rules").forEach(rules::add)));
        return rules;
    }

    /** Grafana's dashboards. */
    static List<JsonNode> boards(Manifests objects) {
        List<JsonNode> boards = new ArrayList<>();
        objects.ofKind("ConfigMap")
                .filter(map -> map.at("/metadata/labels").has("grafana_dashboard"))
                .forEach(map -> map.get("data").forEach(text -> boards.add(Yaml.read(text.asText()))));
        return boards;
    }

    /** Names of the series that a query reads. */
    static Set<String> series(String query) {
        String bare = query.replaceAll("\"[^\"]*\"", "")
                .replaceAll("\\{[^}]*}", "")
                .replaceAll("\\[[^\\]]*]", "")
                .replaceAll("\\b(by|on|without|ignoring|group_left|group_right)\\s*\\([^)]*\\)", "");
        Set<String> names = new TreeSet<>();
        Matcher matcher = NAME.matcher(bare);
        while (matcher.find()) {
            if (!WORDS.contains(matcher.group())) {
                names.add(matcher.group());
            }
        }
        return names;
    }
}
