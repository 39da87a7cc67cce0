package io.wavemesh.access.http;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** A body that is refused once more than so many bytes of it were read. */
public final class LimitedStream extends FilterInputStream {
    private final long maxBytes;
    private final Refusal refusal;
    private long count;

    /** Ends a request. */
    @FunctionalInterface
    public interface Refusal {
        /** Throws what the request ends with. */
        void refuse() throws IOException;
    }

    /** Lets so many bytes pass; the next one ends in the refusal. */
    public LimitedStream(InputStream body, long maxBytes, Refusal refusal) {
        super(body);
        this.maxBytes = maxBytes;
        this.refusal = refusal;
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

    /** Does nothing: Quarkus's stream would read the rest first, however much comes. {@link RestOfBody} does, when the answer is sent. */
    @Override
    public void close() {}

    @Override
    public boolean markSupported() {
        return false;
    }

    private void count(int read) throws IOException {
        count += read;
        if (count > maxBytes) {
            refusal.refuse();
        }
    }
}
