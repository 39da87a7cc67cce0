package io.wavemesh.ingest.resource;

import io.wavemesh.ingest.domain.UploadedPicture;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import org.jboss.resteasy.reactive.server.multipart.FileItem;

/** A file part, which the server keeps in a temporary file until the request has its answer. */
final class UploadedFile implements UploadedPicture {
    private final FileItem file;
    private final long byteCount;

    UploadedFile(FileItem file) {
        this.file = file;
        try {
            this.byteCount = file.getFileSize();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public long byteCount() {
        return byteCount;
    }

    @Override
    public byte[] bytes() {
        try (InputStream input = file.getInputStream()) {
            return input.readNBytes(Math.toIntExact(byteCount));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
