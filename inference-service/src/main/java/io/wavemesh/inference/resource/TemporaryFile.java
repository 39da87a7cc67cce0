package io.wavemesh.inference.resource;

import jakarta.ws.rs.core.StreamingOutput;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;

/** A file that is sent once and then deleted, also if the client went away. */
final class TemporaryFile implements StreamingOutput {
    private final Path path;

    private TemporaryFile(Path path) {
        this.path = path;
    }

    /** A new file in a folder, given to a writer; deleted if the writer fails. */
    static TemporaryFile filled(Path folder, Consumer<Path> writer) throws IOException {
        Path path = Files.createTempFile(folder, "adapter-", ".part");
        try {
            writer.accept(path);
            return new TemporaryFile(path);
        } catch (RuntimeException e) {
            Files.deleteIfExists(path);
            throw e;
        }
    }

    /** Its length. */
    long byteCount() throws IOException {
        return Files.size(path);
    }

    @Override
    public void write(OutputStream out) throws IOException {
        try {
            Files.copy(path, out);
        } finally {
            Files.deleteIfExists(path);
        }
    }
}
