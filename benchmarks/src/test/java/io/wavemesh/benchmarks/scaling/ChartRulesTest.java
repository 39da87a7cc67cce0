package io.wavemesh.benchmarks.scaling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.wavemesh.benchmarks.scaling.ScaledJobRule.Strategy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is simulated is what the chart says. */
class ChartRulesTest {
    private static final Path MANIFESTS = Path.of("..", "k8s", "overlays", "gpu-pool");
    private static final Path VALUES = Path.of("..", "helm", "values.yaml");

    @TempDir
    private Path folder;

    @Test
    void areThoseOfTheChart() throws IOException {
        Rules rules = ChartRules.read(MANIFESTS, VALUES);

        JsonNode values = new YAMLMapper().readTree(VALUES.toFile());
        JsonNode serving = values.at("/inference/scaling");
        assertThat(rules.serving().depthTarget())
                .isEqualTo(serving.get("target").asDouble());
        assertThat(rules.serving().waitTargetSeconds())
                .isEqualTo(serving.get("waitSeconds").asDouble());
        assertThat(rules.serving().busyTarget() * 100)
                .isEqualTo(serving.get("busyPercent").asDouble());
        ScaledObjectRule scaling = rules.serving().scaling();
        assertThat(scaling.min()).isEqualTo(serving.get("min").asInt());
        assertThat(scaling.max()).isEqualTo(serving.get("max").asInt());
        assertThat(scaling.down().stabilizationSeconds())
                .isEqualTo(serving.get("cooldownSeconds").asDouble());
        assertThat(scaling.down().policies()).isNotEmpty().allMatch(policy -> policy.periodSeconds() == 60);
        assertThat(scaling.up().policies()).isEqualTo(ScaledObjectRule.DEFAULT_UP);
        assertThat(rules.serving().queueLength()).isEqualTo(64);

        JsonNode training = values.at("/trainer/scaling");
        ScaledJobRule job = rules.training().job();
        assertThat(job.strategy()).isEqualTo(Strategy.DEFAULT);
        assertThat(job.pollingSeconds())
                .isEqualTo(training.get("pollingSeconds").asDouble());
        assertThat(job.max()).isEqualTo(training.get("max").asInt());
        assertThat(rules.training().object().cooldownSeconds())
                .isEqualTo(training.get("cooldownSeconds").asDouble());
        assertThat(rules.training().jobLimit())
                .isEqualTo(training.get("jobsPerPod").asInt());
        assertThat(rules.training().idleSeconds()).isEqualTo(120);
        assertThat(rules.scrapeSeconds()).isEqualTo(15);
        assertThat(rules.objectives().jobWaitSeconds())
                .isEqualTo(values.at("/monitoring/rules/backlogAgeSeconds").asDouble());
    }

    @Test
    void whatIsMissingIsNamed() throws IOException {
        assertThatThrownBy(() -> ChartRules.read(folder, VALUES))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("PodMonitor");

        Files.writeString(
                folder.resolve("a.yaml"),
                "kind: PodMonitor\nspec: {podMetricsEndpoints: [{port: http}]}\n---\nkind: ScaledJob\n");
        assertThatThrownBy(() -> ChartRules.read(folder, VALUES))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("/interval is missing");
    }

    @Test
    void durationsAreRead() {
        assertThat(ChartRules.seconds("15s")).isEqualTo(15);
        assertThat(ChartRules.seconds("1m30s")).isEqualTo(90);
        assertThat(ChartRules.seconds("0s")).isZero();
    }
}
