package io.wavemesh.store.s3;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.util.HexFormat;
import software.amazon.awssdk.core.exception.RetryableException;
import software.amazon.awssdk.core.sync.ResponseTransformer;
import software.amazon.awssdk.http.AbortableInputStream;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;

/**
 * What one GET brought.
 *
 * @param byteCount as the server announced it
 * @param sha256 of what was read, empty if it was more than accepted and so not read
 * @param recorded the SHA-256 that was stored with it, empty if somebody else did
 */
record Download(long byteCount, String sha256, String recorded) {
    private static final int BUFFER = 1 << 16;

    interface Target {
        /** Called anew for each attempt. */
        OutputStream open(long byteCount) throws IOException;
    }

    boolean isRead() {
        return !sha256.isEmpty();
    }

    /** Reads within the client's attempts, so that an answer that breaks off is asked for again. */
    static ResponseTransformer<GetObjectResponse, Download> to(Target target, long maxBytes, MessageDigest digest) {
        return (response, in) -> {
            long size = response.contentLength() == null ? -1 : response.contentLength();
            String recorded = response.metadata().getOrDefault(S3ObjectStore.SHA256, "");
            if (size < 0) {
                in.abort();
                throw RetryableException.create("the answer does not say how long it is");
            }
            if (size > maxBytes) {
                in.abort();
                return new Download(size, "", recorded);
            }
            digest.reset();
            try {
                copy(in, target, size, digest);
            } catch (IOException e) {
                in.abort();
                throw RetryableException.create("the answer broke off: " + e, e);
            }
            return new Download(size, HexFormat.of().formatHex(digest.digest()), recorded);
        };
    }

    private static void copy(AbortableInputStream in, Target target, long size, MessageDigest digest)
            throws IOException {
        byte[] buffer = new byte[BUFFER];
        long rest = size;
        try (DigestOutputStream out = new DigestOutputStream(target.open(size), digest)) {
            while (rest > 0) {
                int count = in.read(buffer, 0, (int) Math.min(buffer.length, rest));
                if (count < 0) {
                    throw new IOException(rest + " bytes are missing");
                }
                // A time limit interrupts, but that ends no read that gets something now and then.
                if (Thread.currentThread().isInterrupted()) {
                    throw new InterruptedIOException("interrupted");
                }
                out.write(buffer, 0, count);
                rest -= count;
            }
        }
    }
}
