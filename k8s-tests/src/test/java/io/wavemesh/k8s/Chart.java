package io.wavemesh.k8s;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.marcnuri.helm.Helm;
import com.marcnuri.helm.LintResult;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The chart, rendered by Helm itself as release {@code mesh} in namespace {@code art}. */
final class Chart {
    /** What must be set; see the messages of {@code _validate.tpl}. */
    static final String REQUIRED = """
            kafka: {bootstrapServers: 'kafka:9093'}
            store: {s3: {bucket: objects, region: eu-central-1}}
            access: {keys: {secret: api-keys}}
            model: {volume: {persistentVolumeClaim: {claimName: models}}}
            ingest: {kafka: {secret: kafka-ingest}}
            trainer: {kafka: {secret: kafka-trainer}}
            inference: {kafka: {secret: kafka-inference}}
            """;

    private static final Path FOLDER = Project.path("helm");

    private Chart() {}

    /** Rendered with what must be set. */
    static Manifests render() {
        return render("{}");
    }

    /** Rendered with what must be set and these values, which win. */
    static Manifests render(String values) {
        return renderOnly(Yaml.write(Yaml.merge((ObjectNode) Yaml.read(REQUIRED), Yaml.read(values))));
    }

    /** Rendered with nothing but these values. */
    static Manifests renderOnly(String values) {
        return new Manifests(text("mesh", "art", values));
    }

    /** What Helm prints; throws {@link IllegalStateException} with Helm's message if it refuses the values. */
    static String text(String release, String namespace, String values) {
        try {
            Path file = Files.createTempFile("values", ".yaml");
            try {
                Files.writeString(file, values);
                return new Helm(FOLDER)
                        .template()
                        .withName(release)
                        .withNamespace(namespace)
                        .withKubeVersion("1.33.0")
                        .withValuesFile(file)
                        .call();
            } finally {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static LintResult lint() {
        return new Helm(FOLDER).lint().call();
    }
}
