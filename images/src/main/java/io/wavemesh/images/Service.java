package io.wavemesh.images;

import java.nio.file.Path;
import java.util.Locale;

/** A service that becomes an image. */
enum Service {
    INGEST(8081, 70, "Pictures in, training jobs out"),
    TRAINER(8082, 30, "Training jobs in, adapters out"),
    INFERENCE(8083, 30, "Adapters in, images out");

    private final int port;
    private final int heapPercent;
    private final String description;

    Service(int port, int heapPercent, String description) {
        this.port = port;
        this.heapPercent = heapPercent;
        this.description = description;
    }

    /** Name of the image and prefix of the service's settings. */
    String key() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Port of its HTTP. */
    int port() {
        return port;
    }

    /** Share of the container's memory for the heap; engines keep their tensors outside of it. */
    int heapPercent() {
        return heapPercent;
    }

    /** What it does, in one line. */
    String description() {
        return description;
    }

    /** Folder of its module. */
    Path module(Path root) {
        return root.resolve(key() + "-service");
    }

    /** Where its image goes. */
    Path archive(Path root, Form form) {
        return module(root).resolve("target/image-" + form.key() + ".tar");
    }
}
