package io.wavemesh.tests.harness;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/** The services, as they are packaged. */
public enum Service {
    /** Pictures in, jobs out. */
    INGEST,
    /** Jobs in, adapters out. */
    TRAINER,
    /** Prompts in, pictures out. */
    INFERENCE;

    /** The repository. */
    public static final Path ROOT =
            Path.of(System.getProperty("wavemesh.root", "..")).toAbsolutePath().normalize();

    /** The bundled base model. */
    public static final Path NANO = ROOT.resolve("models/nano-sdxl");

    /** First part of the names of its settings. */
    public String prefix() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The packaged application; throws {@link IllegalStateException} if it is not built. */
    public Path jar() {
        Path jar = ROOT.resolve(prefix() + "-service/target/quarkus-app/quarkus-run.jar");
        if (!Files.exists(jar)) {
            throw new IllegalStateException(jar + " is missing: package the service first");
        }
        return jar;
    }
}
