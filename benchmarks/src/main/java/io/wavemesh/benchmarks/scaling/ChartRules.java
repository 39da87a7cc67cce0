package io.wavemesh.benchmarks.scaling;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.wavemesh.benchmarks.scaling.Rules.Objectives;
import io.wavemesh.benchmarks.scaling.ScaledJobRule.Strategy;
import io.wavemesh.benchmarks.scaling.ScaledObjectRule.Behavior;
import io.wavemesh.benchmarks.scaling.ScaledObjectRule.Policy;
import io.wavemesh.benchmarks.scaling.ServingRule.Balance;
import io.wavemesh.benchmarks.scaling.TrainingRule.Kind;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.stream.Stream;

/**
 * Reads scaling rules from manifests that the chart rendered (ScaledJob, ScaledObject, PodMonitor, ConfigMaps) and from its values, for
 * what only another choice would render and for the objectives.
 */
final class ChartRules {
    private static final String SERVING = "inference";
    private static final String TRAINING = "trainer";
    /** Defaults of the services where the chart sets nothing. */
    private static final String QUEUE_LENGTH = "64";

    private static final String BATCH_IMAGES = "4";
    private static final String SHUTDOWN = "30s";

    private final Path folder;
    private final List<JsonNode> objects;
    private final JsonNode values;

    private ChartRules(Path folder, List<JsonNode> objects, JsonNode values) {
        this.folder = folder;
        this.objects = objects;
        this.values = values;
    }

    /**
     * Reads them; throws {@link IllegalArgumentException} if something is missing.
     *
     * @param manifests folder of YAML files
     * @param valuesFile the chart's values.yaml
     */
    static Rules read(Path manifests, Path valuesFile) {
        YAMLMapper yaml = new YAMLMapper();
        List<JsonNode> objects = new ArrayList<>();
        try (Stream<Path> paths = Files.walk(manifests)) {
            for (Path file : paths.filter(path -> path.toString().endsWith(".yaml"))
                    .sorted()
                    .toList()) {
                try (MappingIterator<JsonNode> documents =
                        yaml.readerFor(JsonNode.class).readValues(file.toFile())) {
                    while (documents.hasNextValue()) {
                        objects.add(documents.nextValue());
                    }
                }
            }
            return new ChartRules(manifests, objects, yaml.readTree(valuesFile.toFile())).rules();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Rules rules() {
        double scrapeSeconds = seconds(text(object("PodMonitor", "").at("/spec/podMetricsEndpoints/0"), "/interval"));
        JsonNode objectives = values.at("/monitoring/rules");
        return new Rules(
                training(),
                serving(),
                scrapeSeconds,
                new Objectives(
                        number(objectives, "/backlogAgeSeconds"),
                        number(objectives, "/imageP95Seconds"),
                        number(objectives, "/imageObjective")));
    }

    private TrainingRule training() {
        JsonNode job = object("ScaledJob", TRAINING).path("spec");
        JsonNode scaling = values.at("/trainer/scaling");
        ScaledObjectRule like = scaledObject();
        return new TrainingRule(
                Kind.SCALED_JOB,
                new ScaledJobRule(
                        (int) number(job, "/minReplicaCount"),
                        (int) number(job, "/maxReplicaCount"),
                        number(job, "/pollingInterval"),
                        Strategy.of(text(job, "/scalingStrategy/strategy")),
                        number(job, "/triggers/0/metadata/threshold")),
                new ScaledObjectRule(
                        (int) number(scaling, "/min"),
                        (int) number(scaling, "/max"),
                        number(scaling, "/pollingSeconds"),
                        number(scaling, "/cooldownSeconds"),
                        like.up(),
                        like.down().withStabilization(number(scaling, "/cooldownSeconds"))),
                number(scaling, "/target"),
                Integer.parseInt(setting(TRAINING, "jobs.limit", "0")),
                seconds(setting(TRAINING, "jobs.idle-time", "0s")));
    }

    private ServingRule serving() {
        JsonNode triggers = object("ScaledObject", SERVING).at("/spec/triggers");
        double preStop = number(values, "/inference/preStopSeconds");
        double grace = number(values, "/inference/terminationGracePeriodSeconds");
        return new ServingRule(
                scaledObject(),
                number(triggers, "/0/metadata/threshold"),
                number(triggers, "/1/metadata/threshold"),
                triggers.has(2) ? number(triggers, "/2/metadata/threshold") : 0,
                Integer.parseInt(setting(SERVING, "queue.length", QUEUE_LENGTH)),
                Integer.parseInt(setting(SERVING, "batch.max-images", BATCH_IMAGES)),
                Math.min(grace, preStop + seconds(setting(SERVING, "shutdown.limit", SHUTDOWN))),
                Balance.RANDOM);
    }

    private ScaledObjectRule scaledObject() {
        JsonNode spec = object("ScaledObject", SERVING).path("spec");
        JsonNode behavior = spec.at("/advanced/horizontalPodAutoscalerConfig/behavior");
        return new ScaledObjectRule(
                (int) number(spec, "/minReplicaCount"),
                (int) number(spec, "/maxReplicaCount"),
                number(spec, "/pollingInterval"),
                number(spec, "/cooldownPeriod"),
                behavior(behavior.path("scaleUp"), ScaledObjectRule.DEFAULT_UP),
                behavior(behavior.path("scaleDown"), ScaledObjectRule.DEFAULT_DOWN));
    }

    private Behavior behavior(JsonNode node, List<Policy> otherwise) {
        List<Policy> policies = new ArrayList<>();
        node.path("policies")
                .forEach(policy -> policies.add(new Policy(
                        text(policy, "/type").equals("Percent"),
                        number(policy, "/value"),
                        number(policy, "/periodSeconds"))));
        return new Behavior(number(node, "/stabilizationWindowSeconds"), policies.isEmpty() ? otherwise : policies);
    }

    /** A setting of a service as its ConfigMap has it. */
    private String setting(String service, String key, String otherwise) {
        Properties properties = new Properties();
        try {
            properties.load(new StringReader(object("ConfigMap", service)
                    .at("/data/application.properties")
                    .asText()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return properties.getProperty(service + "." + key, otherwise);
    }

    private JsonNode object(String kind, String nameEnd) {
        Optional<JsonNode> found = objects.stream()
                .filter(object -> object.path("kind").asText().equals(kind))
                .filter(object -> object.at("/metadata/name").asText().endsWith(nameEnd))
                .findFirst();
        return found.orElseThrow(
                () -> new IllegalArgumentException("%s: there is no %s of %s".formatted(folder, kind, nameEnd)));
    }

    private double number(JsonNode node, String pointer) {
        JsonNode value = node.at(pointer);
        if (!value.isNumber() && !value.isTextual()) {
            throw new IllegalArgumentException("%s: %s is missing".formatted(folder, pointer));
        }
        return Double.parseDouble(value.asText());
    }

    private String text(JsonNode node, String pointer) {
        JsonNode value = node.at(pointer);
        if (!value.isTextual()) {
            throw new IllegalArgumentException("%s: %s is missing".formatted(folder, pointer));
        }
        return value.asText();
    }

    /** A duration such as 15s or 2m. */
    static double seconds(String duration) {
        return Duration.parse("PT" + duration).toMillis() / 1000.0;
    }
}
