package io.wavemesh.pictures;

import static io.wavemesh.pictures.UnusablePictureException.damaged;

/**
 * Walks through the segments of a JPEG file (ITU-T T.81, annex B): size, orientation, number of scans, end marker.
 * Reads past the end throw {@link ArrayIndexOutOfBoundsException}.
 */
final class JpegStructure {
    /** A progressive scan may be a few bytes that cost a pass over the whole picture; real files have about ten. */
    static final int MAX_SCANS = 100;

    /** Each scan passes over all pixels; 50 megapixels in twenty scans. */
    static final long MAX_PIXELS_SCANNED = 1_000_000_000;

    private static final int SOF0 = 0xC0;
    private static final int SOF15 = 0xCF;
    private static final int DHT = 0xC4;
    private static final int JPG = 0xC8;
    private static final int DAC = 0xCC;
    private static final int RST0 = 0xD0;
    private static final int RST7 = 0xD7;
    private static final int EOI = 0xD9;
    private static final int SOS = 0xDA;
    private static final int APP1 = 0xE1;

    private final byte[] bytes;
    private int position = 2;
    private int width;
    private int height;
    private int scans;
    private Orientation orientation = Orientation.TOP_LEFT;

    JpegStructure(byte[] bytes) {
        this.bytes = bytes;
    }

    PictureHeader header() {
        int marker = nextMarker();
        while (marker != EOI) {
            int end = position + u16(position);
            if (end < position + 2 || end > bytes.length) {
                throw damaged("a segment reaches past the end of the file");
            }
            segment(marker, position + 2, end);
            position = end;
            marker = nextMarker();
        }
        if (width == 0 || height == 0 || scans == 0) {
            throw damaged("the file holds no picture data");
        }
        if (scans > 1 && (long) width * height * scans > MAX_PIXELS_SCANNED) {
            throw new UnusablePictureException(
                    PictureFault.UNSUPPORTED_TYPE, "is a JPEG file of too many scans for its size, " + scans);
        }
        return new PictureHeader(width, height, orientation);
    }

    private void segment(int marker, int from, int to) {
        if (marker >= SOF0 && marker <= SOF15 && marker != DHT && marker != JPG && marker != DAC) {
            if (width != 0) {
                throw damaged("the size is stated twice");
            }
            height = u16(from + 1);
            width = u16(from + 3);
        } else if (marker == SOS && ++scans > MAX_SCANS) {
            throw new UnusablePictureException(
                    PictureFault.UNSUPPORTED_TYPE, "is a JPEG file of more than " + MAX_SCANS + " scans");
        } else if (marker == APP1 && to - from > 6 && isExif(from)) {
            orientation = PictureHeader.orientation(bytes, from + 6, to);
        }
    }

    private boolean isExif(int at) {
        return bytes[at] == 'E' && bytes[at + 1] == 'x' && bytes[at + 2] == 'i' && bytes[at + 3] == 'f';
    }

    /** The next marker behind entropy-coded data, restart markers and fill bytes; stands behind it afterwards. */
    private int nextMarker() {
        while (true) {
            while (u8(position) != 0xFF) {
                position++;
            }
            while (u8(position) == 0xFF) {
                position++;
            }
            int marker = u8(position++);
            if (marker != 0 && (marker < RST0 || marker > RST7)) {
                return marker;
            }
        }
    }

    private int u8(int at) {
        return bytes[at] & 0xFF;
    }

    private int u16(int at) {
        return u8(at) << 8 | u8(at + 1);
    }
}
