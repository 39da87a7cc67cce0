package io.wavemesh.local.command;

import java.nio.file.Path;

/** Where this program's repository lies; the launcher says so. */
final class Installation {
    private Installation() {}

    /** The repository's folder. */
    static Path root() {
        String root = System.getProperty("wavemesh.root");
        if (root == null) {
            throw new CommandFailedException("start this command with ./wavemesh");
        }
        return Path.of(root);
    }

    /** The bundled base model. */
    static Path baseModel() {
        return root().resolve("models/nano-sdxl");
    }
}
