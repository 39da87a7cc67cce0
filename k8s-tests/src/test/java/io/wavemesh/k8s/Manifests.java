package io.wavemesh.k8s;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Kubernetes objects. */
final class Manifests {
    private final List<JsonNode> objects;

    Manifests(String text) {
        this.objects = Yaml.readAll(text);
    }

    List<JsonNode> all() {
        return objects;
    }

    Stream<JsonNode> ofKind(String kind) {
        return objects.stream().filter(object -> object.at("/kind").asText().equals(kind));
    }

    /** Names of the objects of a kind. */
    List<String> names(String kind) {
        return ofKind(kind).map(Manifests::name).toList();
    }

    /** The object of a kind and name. */
    JsonNode get(String kind, String name) {
        return find(kind, name).orElseThrow(() -> new AssertionError("no " + kind + " " + name));
    }

    Optional<JsonNode> find(String kind, String name) {
        return ofKind(kind).filter(object -> name(object).equals(name)).findFirst();
    }

    /** The template of a service's pods, whatever makes them. */
    JsonNode pod(String service) {
        String name = "mesh-wavemesh-" + service;
        return find("Deployment", name)
                .map(object -> object.at("/spec/template"))
                .orElseGet(() -> get("ScaledJob", name).at("/spec/jobTargetRef/template"));
    }

    /** All templates of pods. */
    Stream<JsonNode> pods() {
        return objects.stream()
                .flatMap(object -> Stream.of(object.at("/spec/template"), object.at("/spec/jobTargetRef/template")))
                .filter(template -> template.at("/spec/containers").isArray());
    }

    /** The service's container. */
    JsonNode container(String service) {
        return pod(service).at("/spec/containers/0");
    }

    /** The service's application.properties. */
    String properties(String service) {
        return get("ConfigMap", "mesh-wavemesh-" + service)
                .at("/data/application.properties")
                .asText();
    }

    static String name(JsonNode object) {
        return object.at("/metadata/name").asText();
    }
}
