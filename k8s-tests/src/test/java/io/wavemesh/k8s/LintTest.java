package io.wavemesh.k8s;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.marcnuri.helm.LintResult;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class LintTest {
    @Test
    void helmFindsNoFault() {
        LintResult result = Chart.lint();

        assertThat(result.isFailed()).as("%s", result.getMessages()).isFalse();
        assertThat(result.getMessages()).noneMatch(line -> line.startsWith("[ERROR]") || line.startsWith("[WARNING]"));
    }

    @Test
    void everyObjectIsNamedAndLabelled() {
        for (JsonNode object : everything().all()) {
            assertThat(object.at("/apiVersion").asText()).isNotEmpty();
            assertThat(Manifests.name(object)).contains("mesh").hasSizeLessThanOrEqualTo(63);
            assertThat(object.at("/metadata/labels/app.kubernetes.io~1instance").asText())
                    .as("%s", object)
                    .isEqualTo("mesh");
            assertThat(object.at("/metadata/labels/team").asText()).isEqualTo("art");
        }
    }

    @Test
    void noTwoObjectsHaveOneName() {
        List<String> names = everything().all().stream()
                .map(object -> object.at("/kind").asText() + "/" + Manifests.name(object))
                .toList();

        assertThat(names).doesNotHaveDuplicates();
    }

    @Test
    void namesFollowTheOverride() {
        Manifests objects = Chart.render("fullnameOverride: art-mesh");

        assertThat(objects.names("Deployment")).containsExactlyInAnyOrder("art-mesh-ingest", "art-mesh-inference");
    }

    @Test
    void servicesHaveBlocksOfOneShape() {
        JsonNode values = Yaml.read(Project.read("helm/values.yaml"));

        assertThat(shape(values.get("trainer"))).isEqualTo(shape(values.get("ingest")));
        assertThat(shape(values.get("inference"))).isEqualTo(shape(values.get("ingest")));
    }

    @Test
    void theSchemaNamesEveryValueAndNoOther() {
        JsonNode schema = Yaml.read(Project.read("helm/values.schema.json"));
        JsonNode values = Yaml.read(Project.read("helm/values.yaml"));
        List<String> faults = new ArrayList<>();

        compare("", schema, schema, values, faults);

        assertThat(faults).isEmpty();
    }

    private static Manifests everything() {
        String shared = "commonLabels: {team: art}\nkafka: {strimzi: {enabled: true, createCluster: true}}\n";
        return Chart.render(
                shared + "trainer: {kind: Deployment}\nmodel: {checksums: {a.json: '" + "0".repeat(64) + "'}}\n");
    }

    private static void compare(String path, JsonNode root, JsonNode schema, JsonNode values, List<String> faults) {
        JsonNode properties = resolve(root, schema).get("properties");
        if (properties == null || !values.isObject()) {
            return;
        }
        for (Map.Entry<String, JsonNode> property : properties.properties()) {
            String name = path + "/" + property.getKey();
            if (values.has(property.getKey())) {
                compare(name, root, property.getValue(), values.get(property.getKey()), faults);
            } else if (!name.equals("/global")) {
                faults.add("not in values.yaml: " + name);
            }
        }
    }

    private static JsonNode resolve(JsonNode root, JsonNode schema) {
        if (schema.has("$ref")) {
            return root.at(schema.get("$ref").asText().substring(1));
        }
        return schema.has("allOf") ? resolve(root, schema.at("/allOf/0")) : schema;
    }

    private static TreeSet<String> shape(JsonNode block) {
        TreeSet<String> keys = new TreeSet<>();
        for (Map.Entry<String, JsonNode> entry : block.properties()) {
            keys.add(entry.getKey());
            if (List.of("kafka", "image", "service", "gpu", "scaling", "probes", "disruption")
                    .contains(entry.getKey())) {
                entry.getValue().fieldNames().forEachRemaining(name -> keys.add(entry.getKey() + "." + name));
            }
        }
        return keys;
    }
}
