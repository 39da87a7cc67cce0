package io.wavemesh.ingest.resource;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** A body that ends in a problem once more than so many bytes were read. */
final class LimitedStream extends FilterInputStream {
    private final long maxBytes;
    private long count;

    LimitedStream(InputStream body, long maxBytes) {
        super(body);
        this.maxBytes = maxBytes;
    }

    @Override
    public int read() throws IOException {
        int value = super.read();
        count(value < 0 ? 0 : 1);
        return value;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        int read = super.read(target, offset, length);
        count(Math.max(0, read));
        return read;
    }

    @Override
    public boolean markSupported() {
        return false;
    }

    private void count(int read) {
        count += read;
        if (count > maxBytes) {
            throw BodyLimit.tooLarge(maxBytes);
        }
    }
}
