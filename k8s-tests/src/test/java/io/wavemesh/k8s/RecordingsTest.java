package io.wavemesh.k8s;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What recording rules give, by promtool. Cases are in {@code recordings.yaml}. */
class RecordingsTest {
    private static final JsonNode CASES = Yaml.read(Project.read("k8s-tests/src/test/resources/recordings.yaml"));

    @TempDir
    private Path folder;

    @Test
    void recordsWhatTheCasesSay() throws IOException {
        assumeTrue(Promtool.isThere(), "promtool is not there: apt-get install prometheus");
        Promtool.writeRules(folder, Chart.render());
        List<Object> tests = new ArrayList<>();
        CASES.properties().forEach(record -> record.getValue()
                .forEach(each -> tests.add(Promtool.test(
                        record.getKey() + ": " + each.get("what").asText(),
                        each.get("series"),
                        "10m",
                        record.getKey(),
                        samples(record.getKey(), each)))));

        Promtool.Result result = Promtool.test(folder, tests);

        assertThat(result.status()).as(result.output()).isZero();
    }

    private static List<Object> samples(String record, JsonNode each) {
        List<Object> samples = new ArrayList<>();
        each.get("gives")
                .properties()
                .forEach(entry -> samples.add(Map.of(
                        "labels",
                        record + "{mesh=\"art/mesh-wavemesh\"" + entry.getKey() + "}",
                        "value",
                        entry.getValue().asDouble())));
        return samples;
    }
}
