package io.wavemesh.pictures;

import static io.wavemesh.pictures.UnusablePictureException.damaged;

import java.util.zip.CRC32;

/** Walks through the chunks of a PNG file (ISO/IEC 15948): size, orientation, check sums, end chunk. */
final class PngStructure {
    private static final int IHDR = 0x49484452;
    private static final int IDAT = 0x49444154;
    private static final int IEND = 0x49454E44;
    private static final int EXIF = 0x65584966;

    private final byte[] bytes;

    PngStructure(byte[] bytes) {
        this.bytes = bytes;
    }

    PictureHeader header() {
        int width = 0;
        int height = 0;
        boolean hasData = false;
        Orientation orientation = Orientation.TOP_LEFT;
        for (int position = 8; ; ) {
            int data = position + 8;
            long end = data + (i32(position) & 0xFFFFFFFFL);
            if (end + 4 > bytes.length) {
                throw damaged("a chunk reaches past the end of the file");
            }
            checkSum(position + 4, (int) end);
            int type = i32(position + 4);
            if ((type == IHDR) != (position == 8)) {
                throw damaged("the header chunk is not the first one");
            }
            if (type == IHDR) {
                width = i32(data);
                height = i32(data + 4);
            } else if (type == EXIF) {
                orientation = PictureHeader.orientation(bytes, data, (int) end);
            } else if (type == IDAT) {
                hasData = true;
            } else if (type == IEND) {
                break;
            }
            position = (int) end + 4;
        }
        if (width <= 0 || height <= 0 || !hasData) {
            throw damaged("the file holds no picture data");
        }
        return new PictureHeader(width, height, orientation);
    }

    private void checkSum(int from, int to) {
        CRC32 crc = new CRC32();
        crc.update(bytes, from, to - from);
        if ((int) crc.getValue() != i32(to)) {
            throw damaged("a chunk's check sum is wrong");
        }
    }

    private int i32(int at) {
        return (bytes[at] & 0xFF) << 24
                | (bytes[at + 1] & 0xFF) << 16
                | (bytes[at + 2] & 0xFF) << 8
                | (bytes[at + 3] & 0xFF);
    }
}
