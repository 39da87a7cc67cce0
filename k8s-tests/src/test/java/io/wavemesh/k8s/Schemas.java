package io.wavemesh.k8s;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The schemas of Kubernetes and of the operators' custom resources, by kind. They are closed: a field that a kind does not have is a fault.
 * Where they come from stands beside them.
 */
final class Schemas {
    private static final Map<String, JsonSchema> BY_KIND = load();

    private Schemas() {}

    /** What a server that knows the kind would refuse; a kind without schema is a fault. */
    static List<String> faults(JsonNode object) {
        String kind =
                object.path("apiVersion").asText() + "/" + object.path("kind").asText();
        JsonSchema schema = BY_KIND.get(kind);
        if (schema == null) {
            return List.of("no schema of " + kind);
        }
        return schema.validate(object).stream()
                .map(fault -> kind + " " + Manifests.name(object) + " " + fault.getMessage())
                .sorted()
                .toList();
    }

    /** Throws an {@link AssertionError} with all faults, if there are any. */
    static void check(Iterable<JsonNode> objects) {
        StringBuilder faults = new StringBuilder();
        objects.forEach(
                object -> faults(object).forEach(fault -> faults.append('\n').append(fault)));
        if (!faults.isEmpty()) {
            throw new AssertionError("objects that their schemas refuse:" + faults);
        }
    }

    private static Map<String, JsonSchema> load() {
        Map<String, JsonSchema> schemas = new TreeMap<>();
        JsonSchemaFactory factory = JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V7);
        for (String file : List.of("kubernetes", "keda", "prometheus-operator", "strimzi-v1", "strimzi-v1beta2")) {
            ObjectNode all = read(file);
            all.get("definitions").fieldNames().forEachRemaining(name -> {
                if (name.contains("/")) {
                    ObjectNode one = all.objectNode();
                    one.putArray("allOf").addObject().put("$ref", "#/definitions/" + name.replace("/", "~1"));
                    one.set("definitions", all.get("definitions"));
                    schemas.put(name, factory.getSchema(one));
                }
            });
        }
        return schemas;
    }

    private static ObjectNode read(String name) {
        try (InputStream in = Schemas.class.getResourceAsStream("/schemas/" + name + ".json")) {
            return (ObjectNode) new ObjectMapper().readTree(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
