package io.wavemesh.tests.watching;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * How pods are scraped: targets carry the labels that Prometheus' discovery of pods gives them, taken from the chart's pods,
 * and the rules of relabelling are those that the Prometheus operator makes of the chart's PodMonitor.
 */
final class ScrapedPods {
    private static final String META = "__meta_kubernetes_";

    private final Watching watching;
    private final JsonNode monitor;
    private final JsonNode endpoint;

    ScrapedPods(Watching watching) {
        this.watching = watching;
        this.monitor = watching.ofKind("PodMonitor").findFirst().orElseThrow();
        this.endpoint = monitor.at("/spec/podMetricsEndpoints/0");
    }

    /** The job of the PodMonitor, with its targets in a file instead of a cluster. */
    Map<String, Object> scrapeConfig(String targetsFile) {
        List<Map<String, Object>> rules = new ArrayList<>();
        monitor.at("/spec/selector/matchLabels")
                .properties()
                .forEach(label -> rules.add(keep(
                        "pod_label_" + sanitized(label.getKey()),
                        label.getValue().asText())));
        monitor.at("/spec/selector/matchExpressions").forEach(each -> {
            if (!each.get("operator").asText().equals("In")) {
                throw new AssertionError("operator " + each);
            }
            List<String> values = new ArrayList<>();
            each.get("values").forEach(value -> values.add(value.asText()));
            rules.add(keep("pod_label_" + sanitized(each.get("key").asText()), String.join("|", values)));
        });
        rules.add(keep("pod_container_port_name", endpoint.get("port").asText()));
        rules.add(copy("namespace", "namespace"));
        rules.add(copy("pod_container_name", "container"));
        rules.add(copy("pod_name", "pod"));
        monitor.at("/spec/podTargetLabels").forEach(label -> {
            String name = sanitized(label.asText());
            rules.add(copy("pod_label_" + name, name));
        });
        rules.add(Map.of("target_label", "job", "replacement", jobName()));
        rules.add(Map.of(
                "target_label", "endpoint", "replacement", endpoint.get("port").asText()));
        return Map.of(
                "job_name",
                "podMonitor/" + jobName() + "/0",
                "metrics_path",
                endpoint.get("path").asText(),
                "relabel_configs",
                rules,
                "file_sd_configs",
                List.of(Map.of("files", List.of(targetsFile))));
    }

    /** A pod of a component as the discovery tells of it. */
    Map<String, Object> target(String component, String pod, URI address) {
        JsonNode template = watching.ofKind("Deployment")
                .filter(each -> each.at("/metadata/labels/app.kubernetes.io~1component")
                        .asText()
                        .equals(component))
                .map(each -> each.at("/spec/template"))
                .findFirst()
                .orElseThrow();
        JsonNode container = template.at("/spec/containers/0");
        Map<String, String> labels = new HashMap<>();
        template.at("/metadata/labels")
                .properties()
                .forEach(label -> labels.put(
                        META + "pod_label_" + sanitized(label.getKey()),
                        label.getValue().asText()));
        labels.put(META + "namespace", namespace());
        labels.put(META + "pod_name", pod);
        labels.put(META + "pod_container_name", container.get("name").asText());
        labels.put(
                META + "pod_container_port_name", container.at("/ports/0/name").asText());
        return Map.of("targets", List.of(address.getAuthority()), "labels", labels);
    }

    /** The namespace that the manifests are rendered for. */
    private String namespace() {
        String mesh = watching.ruleGroups().at("/0/rules/0/labels/mesh").asText();
        return mesh.substring(0, mesh.indexOf('/'));
    }

    private String jobName() {
        return namespace() + "/" + monitor.at("/metadata/name").asText();
    }

    private static Map<String, Object> keep(String source, String regex) {
        return Map.of("action", "keep", "source_labels", List.of(META + source), "regex", regex);
    }

    private static Map<String, Object> copy(String source, String target) {
        return Map.of("source_labels", List.of(META + source), "target_label", target);
    }

    private static String sanitized(String label) {
        return label.replaceAll("[^a-zA-Z0-9_]", "_");
    }
}
