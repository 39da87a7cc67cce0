package io.wavemesh.k8s;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.stream.Stream;

/**
 * A server older than the Kubernetes that the chart is for (1.30): what an object holds that it can't know. The minor versions are those
 * since which a field is taken unless somebody switches it off.
 */
record OlderServer(int minor) {
    /** Of a text such as {@code 1.20}. */
    static OlderServer of(String version) {
        return new OlderServer(Integer.parseInt(version.substring("1.".length())));
    }

    /** The object without it; equal to the object if it holds nothing newer. Custom resources are as their operator has them. */
    JsonNode known(JsonNode object) {
        ObjectNode known = object.deepCopy();
        switch (object.get("kind").asText()) {
            case "Deployment" -> pod((ObjectNode) known.at("/spec/template/spec"));
            case "PodDisruptionBudget" -> budget(known);
            default -> {}
        }
        return known;
    }

    private void pod(ObjectNode pod) {
        if (minor < 30) {
            containers(pod)
                    .filter(container -> container.at("/lifecycle/preStop").has("sleep"))
                    .forEach(container -> ((ObjectNode) container).remove("lifecycle"));
        }
        if (minor < 27) {
            pod.path("topologySpreadConstraints")
                    .forEach(constraint -> ((ObjectNode) constraint).remove("matchLabelKeys"));
        }
    }

    private void budget(ObjectNode budget) {
        if (minor < 27) {
            ((ObjectNode) budget.get("spec")).remove("unhealthyPodEvictionPolicy");
        }
        if (minor < 21) {
            budget.put("apiVersion", "policy/v1beta1");
        }
    }

    private static Stream<JsonNode> containers(ObjectNode pod) {
        Stream.Builder<JsonNode> containers = Stream.builder();
        pod.path("containers").forEach(containers);
        return containers.build();
    }
}
