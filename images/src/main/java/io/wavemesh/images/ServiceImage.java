package io.wavemesh.images;

import com.google.cloud.tools.jib.api.InvalidImageReferenceException;
import com.google.cloud.tools.jib.api.Jib;
import com.google.cloud.tools.jib.api.JibContainerBuilder;
import com.google.cloud.tools.jib.api.buildplan.AbsoluteUnixPath;
import com.google.cloud.tools.jib.api.buildplan.FileEntriesLayer;
import com.google.cloud.tools.jib.api.buildplan.ImageFormat;
import com.google.cloud.tools.jib.api.buildplan.Port;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** How a service's image starts, and what it says of itself. */
final class ServiceImage {
    /** User and group that the chart's pods have, too. */
    static final String USER = "10001:10001";

    private static final String TMP = "/tmp";

    private final ImageSettings settings;
    private final Service service;

    ServiceImage(ImageSettings settings, Service service) {
        this.settings = settings;
        this.service = service;
    }

    /** The image on its base; {@code ownJava} where a layer holds the Java runtime. */
    JibContainerBuilder of(List<FileEntriesLayer> layers, boolean ownJava) throws InvalidImageReferenceException {
        JibContainerBuilder image = Jib.from(settings.base())
                .setFormat(ImageFormat.OCI)
                .setCreationTime(settings.created())
                .setUser(USER)
                .setWorkingDirectory(AbsoluteUnixPath.get(ServiceLayers.HOME))
                .setEntrypoint(entrypoint(ownJava))
                .setProgramArguments(List.of())
                .setExposedPorts(Port.tcp(service.port()))
                .setFileEntriesLayers(layers);
        environment().forEach(image::addEnvironmentVariable);
        labels().forEach(image::addLabel);
        return image;
    }

    /** User and home are told, as uid 10001 has no name in the base. */
    List<String> entrypoint(boolean ownJava) {
        List<String> command = new ArrayList<>(List.of(
                ownJava ? ServiceLayers.JAVA + "/bin/java" : "java",
                "-Djava.awt.headless=true",
                "-Djava.io.tmpdir=" + TMP,
                "-Duser.name=wavemesh",
                "-Duser.home=" + TMP));
        if (service == Service.INFERENCE) {
            command.add("-Donnxruntime.native.path=" + ServiceLayers.NATIVES + "/onnxruntime");
        }
        command.addAll(List.of("-jar", ServiceLayers.APPLICATION + "/quarkus-run.jar"));
        return command;
    }

    Map<String, String> environment() {
        Map<String, String> environment = new LinkedHashMap<>();
        // In a variable of its own, so that a pod's replaces it; options in the command would win over it.
        environment.put(
                "JAVA_TOOL_OPTIONS", "-XX:MaxRAMPercentage=" + service.heapPercent() + " -XX:+ExitOnOutOfMemoryError");
        if (service != Service.INGEST) {
            environment.put("DJL_CACHE_DIR", TMP + "/djl");
            environment.put("OPT_OUT_TRACKING", "true");
        }
        if (service == Service.TRAINER) {
            environment.put("PYTORCH_LIBRARY_PATH", ServiceLayers.NATIVES + "/libtorch");
            environment.put("PYTORCH_VERSION", settings.libtorchVersion());
            environment.put("PYTORCH_FLAVOR", settings.form() == Form.CUDA ? "cu128" : "cpu");
        }
        if (settings.form() == Form.CUDA) {
            environment.put("NVIDIA_DRIVER_CAPABILITIES", "compute,utility");
            environment.put(
                    "LD_LIBRARY_PATH",
                    ServiceLayers.NATIVES
                            + "/more:/usr/local/nvidia/lib:/usr/local/nvidia/lib64:/usr/local/cuda/lib64");
        }
        return environment;
    }

    Map<String, String> labels() {
        Map<String, String> labels = new LinkedHashMap<>();
        labels.put(
                "org.opencontainers.image.title",
                "wavemesh " + service.key() + " (" + settings.form().key() + ")");
        labels.put("org.opencontainers.image.description", service.description());
        labels.put("org.opencontainers.image.version", settings.version());
        labels.put("org.opencontainers.image.created", settings.created().toString());
        labels.put("org.opencontainers.image.licenses", "Apache-2.0");
        labels.put("org.opencontainers.image.source", "https://github.com/wavemesh/wavemesh");
        labels.put(
                "org.opencontainers.image.documentation",
                "https://github.com/wavemesh/wavemesh/blob/main/docs/images.md");
        if (!settings.base().startsWith(Jib.TAR_IMAGE_PREFIX)) {
            labels.put("org.opencontainers.image.base.name", settings.base());
        }
        settings.revision().ifPresent(revision -> labels.put("org.opencontainers.image.revision", revision));
        return labels;
    }
}
