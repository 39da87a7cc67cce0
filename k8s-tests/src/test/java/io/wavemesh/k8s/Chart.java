package io.wavemesh.k8s;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.marcnuri.helm.Helm;
import com.marcnuri.helm.LintResult;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Function;

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
    private static final String KUBERNETES = "1.33.0";
    private static final String NOTES = "\nNOTES:\n";

    private Chart() {}

    /** Rendered with what must be set. */
    static Manifests render() {
        return render("{}");
    }

    /** Rendered with what must be set and these values, which win. */
    static Manifests render(String values) {
        return renderOnly(Yaml.write(Yaml.merge((ObjectNode) Yaml.read(REQUIRED), Yaml.read(values))));
    }

    /** Rendered with nothing but these values, and valid. */
    static Manifests renderOnly(String values) {
        Manifests objects = new Manifests(text("mesh", "art", values));
        Schemas.check(objects.all());
        return objects;
    }

    /** What Helm prints; throws {@link IllegalStateException} with Helm's message if it refuses the values. */
    static String text(String release, String namespace, String values) {
        return withValues(values, file -> new Helm(FOLDER)
                .template()
                .withName(release)
                .withNamespace(namespace)
                .withKubeVersion(KUBERNETES)
                .withValuesFile(file)
                .call());
    }

    /** What Helm tells whoever installs it with what must be set and these values, as release {@code mesh} in {@code art}. */
    static String notes(String values) {
        String all = Yaml.write(Yaml.merge((ObjectNode) Yaml.read(REQUIRED), Yaml.read(values)));
        String output = withValues(all, file -> new Helm(FOLDER)
                .install()
                .clientOnly()
                .dryRun()
                .withName("mesh")
                .withNamespace("art")
                .withKubeVersion(KUBERNETES)
                .withValuesFile(file)
                .call()
                .getOutput());
        return output.substring(output.indexOf(NOTES) + NOTES.length());
    }

    static LintResult lint() {
        return new Helm(FOLDER).lint().call();
    }

    private static String withValues(String values, Function<Path, String> command) {
        try {
            Path file = Files.createTempFile("values", ".yaml");
            try {
                Files.writeString(file, values);
                return command.apply(file);
            } finally {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
