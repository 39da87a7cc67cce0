package io.wavemesh.k8s;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;

/**
 * The tables of values in the chart's README follow from values.yaml and its comments; {@code -Dwavemesh.update=true} writes them.
 */
class ReadmeTest {
    private static final String BEGIN = "<!-- values -->\n";
    private static final String END = "<!-- end -->\n";
    private static final Pattern KEY = Pattern.compile("( *)([A-Za-z0-9]+):.*");
    private static final List<String> SERVICES = List.of("ingest", "trainer", "inference");

    private final JsonNode values = Yaml.read(Project.read("helm/values.yaml"));
    private final Map<String, String> comments = comments(Project.read("helm/values.yaml"));

    @Test
    void theTablesAreCurrent() throws IOException {
        String readme = Project.read("helm/README.md");
        int begin = readme.indexOf(BEGIN) + BEGIN.length();
        String current = readme.substring(0, begin) + tables() + readme.substring(readme.indexOf(END));
        if (Boolean.getBoolean("wavemesh.update")) {
            Files.writeString(Project.path("helm/README.md"), current);
        }

        assertThat(readme).isEqualTo(current);
    }

    @Test
    void everyValueIsExplained() {
        List<String> unexplained = new ArrayList<>();
        rows("", values).forEach((key, value) -> {
            if (comment(key).isEmpty() && !key.startsWith("trainer.") && !key.startsWith("inference.")) {
                unexplained.add(key);
            }
        });

        assertThat(unexplained).isEmpty();
    }

    @Test
    void theLeastThatMustBeSaidIsEnough() {
        Manifests objects = Chart.renderOnly(block("```yaml\n"));

        assertThat(objects.container("ingest").get("image").asText())
                .startsWith("registry.example.org/wavemesh/ingest:");
        assertThat(objects.pods()
                        .flatMap(ReadmeTest::volumesOf)
                        .map(volume ->
                                volume.at("/persistentVolumeClaim/claimName").asText())
                        .filter(claim -> !claim.isEmpty()))
                .containsOnly("models");
        assertThat(objects.properties("trainer")).contains("trainer.model.path=/models/sdxl-base\n");
    }

    @Test
    void theCommandsMakeTheSecretsThatPodsNeed() {
        Map<String, Set<String>> made = new TreeMap<>();
        block("```\n")
                .lines()
                .filter(line -> line.contains(" create secret generic "))
                .forEach(line -> {
                    String[] words = line.substring(line.indexOf("generic ") + "generic ".length())
                            .split(" ");
                    Set<String> keys = new TreeSet<>();
                    for (String word : words) {
                        if (word.startsWith("--from-")) {
                            keys.add(word.split("=")[1]);
                        }
                    }
                    made.put(words[0], keys);
                });

        Map<String, Set<String>> needed = new TreeMap<>();
        Chart.renderOnly(block("```yaml\n")).pods().forEach(pod -> {
            volumesOf(pod).map(volume -> volume.path("secret")).forEach(secret -> secret.path("items")
                    .forEach(item -> need(needed, secret.get("secretName"), item.get("key"))));
            pod.at("/spec/containers/0/env").forEach(variable -> {
                JsonNode reference = variable.at("/valueFrom/secretKeyRef");
                if (!reference.isMissingNode()) {
                    need(needed, reference.get("name"), reference.get("key"));
                }
            });
        });
        assertThat(made).isEqualTo(needed);
    }

    private static void need(Map<String, Set<String>> needed, JsonNode secret, JsonNode key) {
        needed.computeIfAbsent(secret.asText(), name -> new TreeSet<>()).add(key.asText());
    }

    private static Stream<JsonNode> volumesOf(JsonNode pod) {
        return StreamSupport.stream(pod.at("/spec/volumes").spliterator(), false);
    }

    /** The first block of the chart's README that begins so. */
    private static String block(String fence) {
        String readme = Project.read("helm/README.md");
        int begin = readme.indexOf(fence) + fence.length();
        return readme.substring(begin, readme.indexOf("```", begin));
    }

    private String tables() {
        StringBuilder text = new StringBuilder("| value | default | meaning |\n| --- | --- | --- |\n");
        rows("", values).forEach((key, value) -> {
            if (SERVICES.stream().noneMatch(service -> key.startsWith(service + "."))) {
                text.append("| `%s` | %s | %s |%n".formatted(key, code(value), comment(key)));
            }
        });
        text.append("\nOf each service, as `ingest.…`, `trainer.…`, `inference.…`:\n\n")
                .append("| value | ingest | trainer | inference | meaning |\n| --- | --- | --- | --- | --- |\n");
        Map<String, JsonNode> trainer = rows("", values.get("trainer"));
        Map<String, JsonNode> inference = rows("", values.get("inference"));
        rows("", values.get("ingest"))
                .forEach((key, value) -> text.append("| `%s` | %s | %s | %s | %s |%n"
                        .formatted(
                                key,
                                code(value),
                                code(trainer.get(key)),
                                code(inference.get(key)),
                                comment("ingest." + key))));
        return text.toString().replace("\r", "");
    }

    /** A block whose own line has a comment is one row; any other one is taken apart. */
    private Map<String, JsonNode> rows(String prefix, JsonNode block) {
        Map<String, JsonNode> rows = new TreeMap<>();
        block.properties().forEach(entry -> {
            String key = prefix + entry.getKey();
            JsonNode value = entry.getValue();
            boolean isWhole = comments.containsKey(key) || comments.containsKey("ingest." + key);
            if (value.isObject() && !value.isEmpty() && (!isWhole || SERVICES.contains(key))) {
                rows.putAll(rows(key + ".", value));
            } else {
                rows.put(key, value);
            }
        });
        return rows;
    }

    private String comment(String key) {
        return comments.getOrDefault(key, "");
    }

    private static String code(JsonNode value) {
        String text = value.isTextual() ? value.asText() : value.toString();
        return text.isEmpty() || text.equals("{}") || text.equals("[]") ? "" : "`" + text.replace("|", "\\|") + "`";
    }

    /** The comment above each key. */
    private static Map<String, String> comments(String yaml) {
        Map<String, String> comments = new TreeMap<>();
        List<String> path = new ArrayList<>();
        StringBuilder comment = new StringBuilder();
        for (String line : yaml.split("\n", -1)) {
            Matcher key = KEY.matcher(line);
            if (line.strip().startsWith("#")) {
                comment.append(comment.isEmpty() ? "" : " ")
                        .append(line.strip().substring(1).strip());
            } else if (key.matches()) {
                path = new ArrayList<>(
                        path.subList(0, Math.min(path.size(), key.group(1).length() / 2)));
                path.add(key.group(2));
                if (!comment.isEmpty()) {
                    comments.put(String.join(".", path), comment.toString());
                }
                comment.setLength(0);
            } else {
                comment.setLength(0);
            }
        }
        return comments;
    }
}
