package io.wavemesh.images;

import com.google.cloud.tools.jib.api.CacheDirectoryCreationException;
import com.google.cloud.tools.jib.api.Containerizer;
import com.google.cloud.tools.jib.api.InvalidImageReferenceException;
import com.google.cloud.tools.jib.api.JibContainer;
import com.google.cloud.tools.jib.api.JibContainerBuilder;
import com.google.cloud.tools.jib.api.RegistryException;
import com.google.cloud.tools.jib.api.TarImage;
import com.google.cloud.tools.jib.api.buildplan.FileEntriesLayer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.ExecutionException;

/** Writes the images of the packaged services as OCI archives: {@code ./mvnw package -Pimages}. */
public final class BuildImages {
    private final ImageSettings settings;
    private final Path work;

    /** Everything that is made on the way lies in the work folder. */
    BuildImages(ImageSettings settings, Path work) {
        this.settings = settings;
        this.work = work;
    }

    /** Takes its settings from the system properties {@code image.*}, see docs/images.md. */
    public static void main(String[] arguments) throws Exception {
        ImageSettings settings = ImageSettings.of(System.getProperties());
        BuildImages build = new BuildImages(settings, settings.root().resolve("images/target/work"));
        for (Service service : settings.services()) {
            Path archive = service.archive(settings.root(), settings.form());
            report(settings.reference(service), archive, build.service(service, archive));
        }
        if (settings.form() == Form.CPU) {
            Path archive = ModelImage.archive(settings.root());
            String reference = settings.registry() + "/" + ModelImage.NAME + ":" + settings.tag();
            report(reference, archive, build.write(ModelImage.of(settings), reference, archive));
        }
    }

    /** Writes a service's image; gives its manifest's digest. */
    String service(Service service, Path archive) throws IOException, InterruptedException {
        Path parts = work.resolve(service.key() + "-" + settings.form().key());
        Optional<Path> java = JavaRuntime.of(settings.java(), work);
        List<FileEntriesLayer> layers = new ServiceLayers(settings, service, parts).layers(java);
        try {
            JibContainerBuilder image = new ServiceImage(settings, service).of(layers, java.isPresent());
            return write(image, settings.reference(service), archive);
        } catch (InvalidImageReferenceException e) {
            throw new IllegalArgumentException("image.base is no name of an image: " + settings.base(), e);
        }
    }

    private String write(JibContainerBuilder image, String reference, Path archive)
            throws IOException, InterruptedException {
        Files.createDirectories(archive.getParent());
        try {
            JibContainer written =
                    image.containerize(Containerizer.to(TarImage.at(archive).named(reference))
                            .setApplicationLayersCache(work.resolve("cache"))
                            .setToolName("wavemesh")
                            .setToolVersion(settings.version()));
            return written.getDigest().toString();
        } catch (InvalidImageReferenceException e) {
            throw new IllegalArgumentException("image.registry and image.tag make no name: " + reference, e);
        } catch (RegistryException | CacheDirectoryCreationException | ExecutionException e) {
            throw new IOException("the image " + reference + " can not be built: " + e.getMessage(), e);
        }
    }

    private static void report(String reference, Path archive, String digest) throws IOException {
        double megabytes = Files.size(archive) / 1e6;
        System.out.printf(Locale.ROOT, "%s  %s  %.0f MB  %s%n", reference, digest, megabytes, archive);
    }
}
