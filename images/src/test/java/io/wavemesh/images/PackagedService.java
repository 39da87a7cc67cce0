package io.wavemesh.images;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDateTime;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** A repository with services that are packaged as Quarkus does it, but small. */
final class PackagedService {
    static final Instant CREATED = Instant.parse("2026-01-02T03:04:05Z");

    private PackagedService() {}

    static void in(Path root, Service service) throws IOException {
        Path application = service.module(root).resolve("target/quarkus-app");
        jar(application.resolve("quarkus-run.jar"), "META-INF/MANIFEST.MF");
        jar(application.resolve("app/" + service.key() + "-service-1.jar"), "A.class");
        jar(application.resolve("quarkus/generated-bytecode.jar"), "B.class");
        jar(application.resolve("lib/boot/org.example.boot-1.jar"), "C.class");
        jar(application.resolve("lib/main/io.wavemesh.wavemesh-store-1.jar"), "D.class");
        jar(
                application.resolve("lib/main/com.microsoft.onnxruntime.onnxruntime-1.jar"),
                "ai/onnxruntime/OrtSession.class",
                "ai/onnxruntime/native/linux-x64/libonnxruntime.so",
                "ai/onnxruntime/native/win-x64/onnxruntime.dll");
    }

    static ImageSettings settings(Path root, Form form, Service service, Optional<Path> libtorch) {
        return new ImageSettings(
                root,
                form,
                EnumSet.of(service),
                "scratch",
                "base",
                libtorch,
                Optional.empty(),
                "registry.example/art",
                "1.0",
                "1.0",
                "2.7.1",
                Optional.of("0123abc"),
                CREATED);
    }

    static void jar(Path file, String... entries) throws IOException {
        Map<String, String> content = new TreeMap<>();
        for (String entry : entries) {
            content.put(entry, "content of " + entry);
        }
        Files.createDirectories(file.getParent());
        try (OutputStream out = Files.newOutputStream(file);
                ZipOutputStream zip = new ZipOutputStream(out)) {
            for (Map.Entry<String, String> entry : content.entrySet()) {
                ZipEntry head = new ZipEntry(entry.getKey());
                head.setTimeLocal(LocalDateTime.of(2020, 1, 2, 3, 4, 6));
                zip.putNextEntry(head);
                zip.write(entry.getValue().getBytes(StandardCharsets.UTF_8));
                zip.closeEntry();
            }
        }
    }
}
