package io.wavemesh.k8s;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code k8s/} is what the chart says; {@code -Dwavemesh.update=true} writes it. */
class ManifestsTest {
    private static final String HEADER = "# Rendered from the Helm chart; see k8s/README.md.\n";
    private static final Map<String, JsonNode> BASE = rendered("base");

    @Test
    void theBaseIsCurrent() throws IOException {
        check("k8s/base/wavemesh.yaml", BASE.values());
    }

    @ParameterizedTest
    @ValueSource(strings = {"local", "gpu-pool"})
    void overlaysAreCurrent(String overlay) throws IOException {
        List<JsonNode> added = new ArrayList<>();
        Map<String, JsonNode> patches = new TreeMap<>();
        Map<String, JsonNode> wanted = rendered(overlay);
        wanted.forEach((name, object) -> {
            if (!BASE.containsKey(name)) {
                added.add(object);
            } else if (!BASE.get(name).equals(object)) {
                patches.put(name, replacing(object));
            }
        });
        BASE.forEach((name, object) -> {
            if (!wanted.containsKey(name)) {
                patches.put(name, reference(object).put("$patch", "delete"));
            }
        });

        String folder = "k8s/overlays/" + overlay + "/";
        check(folder + "objects.yaml", added);
        // A file each: kustomize 5.5 falls over several deletions in one.
        List<String> files = new ArrayList<>();
        for (Map.Entry<String, JsonNode> patch : patches.entrySet()) {
            String file = "patches/" + patch.getKey().toLowerCase(Locale.ROOT).replace('/', '-') + ".yaml";
            check(folder + file, List.of(patch.getValue()));
            files.add(file);
        }
        assertThat(Yaml.read(Project.read(folder + "kustomization.yaml")).get("patches"))
                .extracting(patch -> patch.get("path").asText())
                .containsExactlyElementsOf(files);
    }

    @ParameterizedTest
    @ValueSource(strings = {"base", "overlays/local", "overlays/gpu-pool"})
    void kustomizeMakesOfThemWhatTheChartSays(String folder) throws Exception {
        assumeTrue(Project.onPath("kubectl"), "kubectl is not there");
        Process process = new ProcessBuilder(
                        "kubectl", "kustomize", Project.path("k8s/" + folder).toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(process.waitFor()).isZero();
        Map<String, JsonNode> made = byName(text);
        made.values().forEach(object -> ((ObjectNode) object.get("metadata")).remove("namespace"));
        rendered(folder.substring(folder.indexOf('/') + 1))
                .forEach((name, object) -> assertThat(made.get(name)).as(name).isEqualTo(object));
    }

    @Test
    void theLocalOverlayNeedsOneSecretOnly() {
        String pods = rendered("local").values().toString();

        assertThat(Pattern.compile("\"secretName\":\"([^\"]*)\"|secretKeyRef")
                        .matcher(pods)
                        .results()
                        .map(found -> found.group(1)))
                .containsOnly("api-keys");
        assertThat(Project.read("k8s/README.md")).contains("create secret generic api-keys --from-file=keys\n");
    }

    private static void check(String file, Iterable<JsonNode> objects) throws IOException {
        StringBuilder text = new StringBuilder(HEADER);
        objects.forEach(object -> text.append(Yaml.write(object)));
        if (Boolean.getBoolean("wavemesh.update")) {
            Files.createDirectories(Project.path(file).getParent());
            Files.writeString(Project.path(file), text);
        }
        assertThat(Project.read(file)).isEqualTo(text.toString());
    }

    private static Map<String, JsonNode> rendered(String values) {
        ObjectNode base = (ObjectNode) Yaml.read(Project.read("k8s/values/base.yaml"));
        ObjectNode all = values.equals("base")
                ? base
                : Yaml.merge(base, Yaml.read(Project.read("k8s/values/" + values + ".yaml")));
        return byName(Chart.text("mesh", "wavemesh", Yaml.write(all)));
    }

    private static Map<String, JsonNode> byName(String text) {
        Map<String, JsonNode> objects = new TreeMap<>();
        Yaml.readAll(text)
                .forEach(object -> objects.put(object.get("kind").asText() + "/" + Manifests.name(object), object));
        return objects;
    }

    /** A patch that leaves nothing of the old spec. */
    private static ObjectNode replacing(JsonNode object) {
        ObjectNode patch = reference(object);
        for (String part : List.of("spec", "data")) {
            if (object.has(part)) {
                ObjectNode whole = JsonNodeFactory.instance.objectNode().put("$patch", "replace");
                whole.setAll((ObjectNode) object.get(part));
                patch.set(part, whole);
            }
        }
        return patch;
    }

    private static ObjectNode reference(JsonNode object) {
        ObjectNode reference = JsonNodeFactory.instance.objectNode();
        reference.set("apiVersion", object.get("apiVersion"));
        reference.set("kind", object.get("kind"));
        reference.putObject("metadata").put("name", Manifests.name(object));
        return reference;
    }
}
