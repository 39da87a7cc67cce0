package io.wavemesh.pictures;

import java.io.IOException;
import javax.imageio.IIOException;
import javax.imageio.stream.ImageInputStreamImpl;

/**
 * A file in memory with a few zeros behind it. The decoder of lossless WebP looks ahead over the end of its data, and takes
 * the end for nothing special: each further look costs it an exception, and bits are repeated. So the look-ahead finds
 * zeros, and whoever reads on behind them is told that the data ended early.
 */
final class PaddedInput extends ImageInputStreamImpl {
    /** The look-ahead is eight bytes. */
    private static final int PADDING = 16;

    private final byte[] bytes;

    PaddedInput(byte[] bytes) {
        this.bytes = bytes;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        read(one, 0, 1);
        return one[0] & 0xFF;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        checkClosed();
        bitOffset = 0;
        int count = (int) Math.min(length, bytes.length + PADDING - streamPos);
        if (count <= 0 && length > 0) {
            throw new IIOException("the picture data ends early");
        }
        for (int i = 0; i < count; i++, streamPos++) {
            target[offset + i] = streamPos < bytes.length ? bytes[(int) streamPos] : 0;
        }
        return count;
    }
}
