package io.wavemesh.images;

import com.google.cloud.tools.jib.api.buildplan.AbsoluteUnixPath;
import com.google.cloud.tools.jib.api.buildplan.FileEntriesLayer;
import com.google.cloud.tools.jib.api.buildplan.FilePermissions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The layers of a service on its base, those that change rarely first: Java (if the base has none), native libraries,
 * libraries, the project's own libraries, the service. All files are root's and nobody else may write them.
 */
final class ServiceLayers {
    static final String HOME = "/opt/wavemesh";
    static final String APPLICATION = HOME + "/app";
    static final String NATIVES = HOME + "/native";
    static final String JAVA = HOME + "/java";
    private static final String OWN_LIBRARIES = "io.wavemesh.";
    private static final FilePermissions EXECUTABLE = FilePermissions.fromOctalString("755");
    private static final FilePermissions READABLE = FilePermissions.fromOctalString("644");

    private final ImageSettings settings;
    private final Service service;
    private final Path work;

    ServiceLayers(ImageSettings settings, Service service, Path work) {
        this.settings = settings;
        this.service = service;
        this.work = work;
    }

    List<FileEntriesLayer> layers(Optional<Path> java) throws IOException {
        Path application = service.module(settings.root()).resolve("target/quarkus-app");
        if (!Files.exists(application.resolve("quarkus-run.jar"))) {
            throw new IllegalArgumentException(application + " is missing: package the service first");
        }
        Path natives = Folders.empty(work.resolve("native"));
        JarTrimmer trimmer = new JarTrimmer(Folders.empty(work.resolve("lib")), natives);
        FileEntriesLayer.Builder libraries = FileEntriesLayer.builder().setName("libraries");
        FileEntriesLayer.Builder own = FileEntriesLayer.builder().setName("own libraries");
        for (Path jar : Folders.files(application.resolve("lib"))) {
            boolean isOwn = jar.getFileName().toString().startsWith(OWN_LIBRARIES);
            add(isOwn ? own : libraries, trimmer.trim(jar), path(application, jar), READABLE);
        }
        FileEntriesLayer.Builder rest = FileEntriesLayer.builder().setName("service");
        for (String part : List.of("app", "quarkus", "quarkus-run.jar")) {
            for (Path file : Folders.files(application.resolve(part))) {
                add(rest, file, path(application, file), READABLE);
            }
        }
        List<FileEntriesLayer> layers = new ArrayList<>();
        if (java.isPresent()) {
            layers.add(java(java.get()));
        }
        FileEntriesLayer nativeLibraries = natives(natives);
        if (!nativeLibraries.getEntries().isEmpty()) {
            layers.add(nativeLibraries);
        }
        layers.add(libraries.build());
        layers.add(own.build());
        layers.add(rest.build());
        return layers;
    }

    private FileEntriesLayer natives(Path extracted) throws IOException {
        FileEntriesLayer.Builder layer = FileEntriesLayer.builder().setName("native libraries");
        boolean ownTorch = settings.libtorch().isPresent() && service == Service.TRAINER;
        addAll(layer, extracted.resolve("onnxruntime"), NATIVES + "/onnxruntime");
        addAll(layer, ownTorch ? settings.libtorch().get() : extracted.resolve("libtorch"), NATIVES + "/libtorch");
        if (settings.libraries().isPresent() && settings.form().services().contains(service)) {
            addAll(layer, settings.libraries().get(), NATIVES + "/more");
        }
        return layer.build();
    }

    private static FileEntriesLayer java(Path runtime) throws IOException {
        FileEntriesLayer.Builder layer = FileEntriesLayer.builder().setName("java");
        for (Path file : Folders.files(runtime)) {
            add(layer, file, JAVA + "/" + runtime.relativize(file), Files.isExecutable(file) ? EXECUTABLE : READABLE);
        }
        return layer.build();
    }

    private static void addAll(FileEntriesLayer.Builder layer, Path folder, String target) throws IOException {
        for (Path file : Folders.files(folder)) {
            add(layer, file, target + "/" + folder.relativize(file), READABLE);
        }
    }

    private static void add(FileEntriesLayer.Builder layer, Path file, String target, FilePermissions permissions) {
        layer.addEntry(file, AbsoluteUnixPath.get(target), permissions);
    }

    private static String path(Path application, Path file) {
        return APPLICATION + "/" + application.relativize(file);
    }
}
