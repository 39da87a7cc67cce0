package io.wavemesh.images;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.spi.ToolProvider;

/** The Java runtime that goes into images whose base has none. */
final class JavaRuntime {
    /** All that is in every JDK by name, and what libraries ask for by reflection. */
    private static final String MODULES =
            "java.se,jdk.unsupported,jdk.crypto.ec,jdk.management,jdk.zipfs,jdk.jfr,jdk.net,jdk.naming.dns,jdk.charsets,jdk.jcmd";

    private JavaRuntime() {}

    /** The runtime's folder, made below the work folder if need be; absent if the base has a Java. */
    static Optional<Path> of(String setting, Path work) throws IOException {
        if (setting.equals("base")) {
            return Optional.empty();
        }
        if (setting.equals("jlink")) {
            Path runtime = work.resolve("java");
            return Optional.of(Files.exists(runtime) ? runtime : link(runtime));
        }
        Path runtime = Path.of(setting);
        if (!Files.isExecutable(runtime.resolve("bin/java"))) {
            throw new IllegalArgumentException("image.java is no Java runtime: " + runtime);
        }
        return Optional.of(runtime);
    }

    private static Path link(Path runtime) {
        ToolProvider jlink = ToolProvider.findFirst("jlink")
                .orElseThrow(() -> new IllegalArgumentException("this Java has no jlink: build with a JDK"));
        List<String> arguments = List.of(
                "--add-modules",
                MODULES,
                "--strip-debug",
                "--no-header-files",
                "--no-man-pages",
                "--output",
                runtime.toString());
        if (jlink.run(System.out, System.err, arguments.toArray(String[]::new)) != 0) {
            throw new IllegalArgumentException("jlink failed");
        }
        return runtime;
    }
}
