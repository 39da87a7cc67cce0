package io.wavemesh.images;

import com.google.cloud.tools.jib.api.Jib;
import com.google.cloud.tools.jib.api.JibContainerBuilder;
import com.google.cloud.tools.jib.api.buildplan.AbsoluteUnixPath;
import com.google.cloud.tools.jib.api.buildplan.FileEntriesLayer;
import com.google.cloud.tools.jib.api.buildplan.ImageFormat;
import java.io.IOException;
import java.nio.file.Path;

/** The bundled nano model as an image of nothing but files: a volume of a pod ({@code model.volume.image}). */
final class ModelImage {
    /** Name of the image. */
    static final String NAME = "nano-model";

    private static final String MODEL = "nano-sdxl";

    private ModelImage() {}

    static Path archive(Path root) {
        return root.resolve("images/target/image-" + NAME + ".tar");
    }

    /** The model in the folder /nano-sdxl, and a page on origin and licence beside it. */
    static JibContainerBuilder of(ImageSettings settings) throws IOException {
        Path models = settings.root().resolve("models");
        FileEntriesLayer.Builder layer = FileEntriesLayer.builder().setName(MODEL);
        layer.addEntry(models.resolve("README.md"), AbsoluteUnixPath.get("/README.md"));
        for (Path file : Folders.files(models.resolve(MODEL))) {
            layer.addEntry(file, AbsoluteUnixPath.get("/" + models.relativize(file)));
        }
        return Jib.fromScratch()
                .setFormat(ImageFormat.OCI)
                .setCreationTime(settings.created())
                .setUser(ServiceImage.USER)
                .addLabel("org.opencontainers.image.title", "wavemesh " + NAME)
                .addLabel("org.opencontainers.image.version", settings.version())
                .addFileEntriesLayer(layer.build());
    }
}
